import { setTimeout as pause } from 'node:timers/promises';
import type { Bed } from '../bed/bed.js';
import { isCommitting, journalingProcess, watermarkOf, type JournalingProcess } from '../bed/journaling-process.js';
import type { Chance } from '../chance.js';

/** What a fault needs. */
export interface FaultParts {
  readonly bed: Bed;
  readonly chance: Chance;
  readonly pools: readonly string[];
  /** To be called at the first blow. */
  readonly strike: () => void;
}

type Fault = (parts: FaultParts) => Promise<void>;

const LOOK_FOR_MS = 2_000;
const PATIENCE_MS = 30_000;

/** The faults by name. Each resolves when what it broke is mended. */
export const faults = {
  'process-kill': async ({ bed, chance, strike }) => {
    const name = await someProcess(bed, chance);
    strike();
    await bed.processes.kill(name);
  },
  'process-stop': async ({ bed, chance, strike }) => {
    const name = await someProcess(bed, chance);
    strike();
    await stopFor(bed, name, chance.whole(200, 2_000));
  },
  'journaler-stop-before-commit': async (parts) => {
    const { bed, chance, strike } = parts;
    const { process } = await findJournaling(parts);
    await stopInCommit(bed, process);
    strike();
    await stopFor(bed, process.name, chance.whole(300, 2_500));
  },
  'journaler-stop-after-commit': async (parts) => {
    const { bed, chance, strike } = parts;
    const journaling = await findJournaling(parts);
    await awaitCommit(bed, journaling.pool);
    strike();
    await stopFor(bed, journaling.process.name, chance.whole(300, 2_500));
  },
  'journaler-kill-before-commit': async (parts) => {
    const { bed, strike } = parts;
    const { process } = await findJournaling(parts);
    await stopInCommit(bed, process);
    strike();
    await bed.processes.kill(process.name);
  },
  'journaler-kill-after-commit': async (parts) => {
    const { bed, strike } = parts;
    const { process, pool } = await findJournaling(parts);
    await awaitCommit(bed, pool);
    strike();
    await bed.processes.kill(process.name);
  },
  'redis-restart': async ({ bed, strike }) => {
    strike();
    await bed.redis.restart();
  },
  'redis-old-file': async ({ bed, chance, strike }) => {
    await bed.redis.save();
    await pause(chance.whole(200, 2_000));
    strike();
    await bed.redis.restartFromOldFile();
  },
  'redis-flush': async ({ bed, strike }) => {
    strike();
    await bed.redis.flush();
  },
  'redis-lagging-replica': async ({ bed, chance, strike }) => {
    bed.redis.loseReplication();
    await pause(chance.whole(100, 1_500));
    strike();
    await bed.redis.failOver(1);
    await bed.redis.heal();
  },
  'redis-two-primaries': async ({ bed, chance, strike }) => {
    bed.redis.loseReplication();
    await pause(chance.whole(100, 1_000));
    strike();
    await bed.redis.failOver(chance.next());
    await pause(chance.whole(200, 1_500));
    await bed.redis.heal();
  },
  'postgres-restart': async ({ bed, strike }) => {
    strike();
    await bed.servers.kill('postgres');
    await bed.servers.start('postgres');
  },
  'kafka-kill': async ({ bed, chance, strike }) => {
    strike();
    await bed.servers.kill('kafka');
    await pause(chance.whole(200, 1_000));
    await bed.servers.start('kafka');
  },
  'connections-cut': ({ bed, chance, strike }) => {
    strike();
    bed.balancer.cut(chance.whole(10, 100));
    return Promise.resolve();
  },
} as const satisfies Record<string, Fault>;

export type FaultName = keyof typeof faults;
export const faultNames = Object.keys(faults) as FaultName[];

/** Faults of stores happen one at a time, and so do all others: but one of each may come together. */
export const isOfStore = (kind: FaultName): boolean => /^(redis|postgres|kafka)-/.test(kind);

/** Faults in which Redis loses what it had decided. */
export const losesRedis = (kind: string): boolean => kind.startsWith('redis-');

/** A process that answers, with another one beside it that goes on. */
async function someProcess({ processes }: Bed, chance: Chance): Promise<string> {
  let name: string | undefined;
  await within(PATIENCE_MS, async () => {
    name = processes.vulnerable((names) => chance.oneOf(names));
    if (name === undefined) await pause(50);
    return name !== undefined;
  });
  if (name === undefined) throw new Error('There are never two processes that answer.');
  return name;
}

async function stopFor({ processes }: Bed, name: string, ms: number): Promise<void> {
  processes.signal(name, 'SIGSTOP');
  await pause(ms);
  processes.signal(name, 'SIGCONT');
}

/** Stopped first, so that it is certain where it was: the transaction it is in stays open while it is stopped. */
async function stopInCommit({ database, processes }: Bed, journaling: JournalingProcess): Promise<void> {
  await within(LOOK_FOR_MS, async () => {
    if (!(await isCommitting(database, journaling))) return false;
    processes.signal(journaling.name, 'SIGSTOP');
    if (await isCommitting(database, journaling)) return true;
    processes.signal(journaling.name, 'SIGCONT');
    return false;
  });
}

async function awaitCommit({ database }: Bed, pool: string): Promise<void> {
  const before = await watermarkOf(database, pool);
  await within(LOOK_FOR_MS, async () => (await watermarkOf(database, pool)).sequence > before.sequence);
}

async function findJournaling({
  bed,
  chance,
  pools,
}: FaultParts): Promise<{ pool: string; process: JournalingProcess }> {
  const pool = chance.oneOf(pools) ?? '';
  await someProcess(bed, chance);
  let process: JournalingProcess | undefined;
  await within(PATIENCE_MS, async () => {
    process = await journalingProcess(bed.database, pool);
    if (!process) await pause(50);
    return process !== undefined;
  });
  if (!process) throw new Error(`Nobody journals ${pool}.`);
  return { pool, process };
}

async function within(ms: number, condition: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + ms;
  while (performance.now() < deadline) {
    if (await condition().catch(() => pause(20).then(() => false))) return;
  }
}
