import { SEED, seedPeople } from '@huying/standalone';
import { staffOf } from '@huying/tool-demo';
import type { PlatformBed } from './platform-bed.js';
import { serveNeeds, type Serving } from './serve-needs.js';
import { settled } from './settled.js';
import { simulateDistrict, type DistrictFigures, type DistrictSize } from './simulate-district.js';
import { between, idleUse, UsageReader, type Usage } from './usage.js';

export interface Wish {
  readonly volunteers: number;
  readonly serving: Serving;
  readonly district: DistrictSize;
  readonly idleSeconds: number;
}

/** What a stretch of work took. What the processes would have used idling in that time is not in it. */
export interface Cost {
  readonly seconds: number;
  readonly used: Usage;
}

export interface Findings {
  readonly wish: Wish;
  /** Processor time in a second in which nothing happens. */
  readonly idle: Usage['processor'];
  readonly registering: Cost;
  readonly serving: Cost & { readonly served: number };
  readonly district: DistrictFigures;
}

/** Measures one after the other: nothing, volunteers who register, needs that are served, a district. */
export async function measure(bed: PlatformBed, wish: Wish, say: (line: string) => void): Promise<Findings> {
  const reader = new UsageReader(bed);
  const staff = staffOf(bed);
  const read = async () => ({ at: performance.now(), usage: await reader.read() });
  try {
    await settled(bed, reader, say);
    const idle = await idleUse(reader, wish.idleSeconds, say);
    const cost = async (from: Awaited<ReturnType<typeof read>>): Promise<Cost> => {
      await settled(bed, reader, say);
      const { at, usage } = await read();
      const seconds = (at - from.at) / 1_000;
      const used = between(from.usage, usage);
      const processor = Object.fromEntries(
        Object.entries(used.processor).map(([name, value]) => [name, Math.max(0, value - (idle[name] ?? 0) * seconds)]),
      );
      return { seconds, used: { ...used, processor } };
    };

    const onProgress = ({ registered }: { registered: number }) =>
      void (registered % 1_000 === 0 && say(`${registered} of ${wish.volunteers} volunteers are registered`));
    const beforeRegistering = await read();
    const people = await seedPeople(staff, { count: wish.volunteers, seed: SEED, onProgress });
    const registering = await cost(beforeRegistering);

    const beforeServing = await read();
    const served = await serveNeeds({ bed, reader, staff, people }, wish.serving, say);
    const serving = { ...(await cost(beforeServing)), served };

    const district = await simulateDistrict({ bed, reader }, wish.district, say);
    return { wish, idle, registering, serving, district };
  } finally {
    await reader.close();
  }
}
