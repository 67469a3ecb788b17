import { Gauge, type Registry } from 'prom-client';
import type { Readiness, ReadinessCheck } from './readiness.js';

/** An answer that takes longer is none. */
const PATIENCE_MS = 2_000;

/**
 * Tells of everything that must work before the service is sent requests whether it does, whenever the metrics are read.
 * @param besides what the service can be ready without, and operators must know of all the same
 */
export function measureDependencies(
  readiness: Readiness,
  registry: Registry,
  besides: Readonly<Record<string, () => boolean>>,
): void {
  new Gauge({
    name: 'huying_dependency_up',
    help: '1 while what the service stands on answers (database, redis, kafka), 0 while it does not.',
    labelNames: ['dependency'],
    registers: [registry],
    async collect() {
      const answers = await Promise.all(readiness.checks.map(async (one) => [one.name, await isThere(one)] as const));
      for (const [name, isUp] of Object.entries(besides)) answers.push([name, isUp()]);
      for (const [dependency, up] of answers) this.set({ dependency }, up ? 1 : 0);
    },
  });
}

async function isThere({ check }: ReadinessCheck): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), PATIENCE_MS).unref()));
  const answered = check().then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([answered, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
