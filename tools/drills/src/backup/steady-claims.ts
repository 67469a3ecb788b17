import { setTimeout as pause } from 'node:timers/promises';
import { Chance, type Api } from '@huying/standalone';
import { RushHour, until, type Rusher, type Wish } from '@huying/tool-demo';

/** A claim that was acknowledged, and when. */
export interface Acknowledged {
  readonly wish: Wish;
  /** In ms since 1970, when the answer had come. */
  readonly at: number;
}

const EVERY_MS = 25;
const DAY_MS = 86_400_000;

/** One claim after another on a need that has room for all, until it is told to stop: the load under which something is done. */
export class SteadyClaims {
  readonly acknowledged: Acknowledged[] = [];
  private going = true;
  private readonly work: Promise<void>;

  private constructor(
    readonly needId: string,
    private readonly hour: RushHour,
    rushers: readonly Rusher[],
  ) {
    this.work = this.goOn(rushers);
  }

  static async start(url: string, staff: Api, rushers: readonly Rusher[]): Promise<SteadyClaims> {
    const need = await raiseRoomyNeed(staff, rushers.length);
    const hour = new RushHour(url, need, new Chance(0));
    const [first, ...others] = rushers;
    if (!first) throw new RangeError('Somebody must claim.');
    await until('the claim service knows the need', async () => (await hour.claim(first)).outcome);
    return new SteadyClaims(need, hour, others);
  }

  /** The number of those that have been acknowledged so far. */
  get count(): number {
    return this.acknowledged.length;
  }

  async stop(): Promise<void> {
    this.going = false;
    await this.work;
    await this.hour.end();
  }

  private async goOn(rushers: readonly Rusher[]): Promise<void> {
    for (const rusher of rushers) {
      if (!this.going) return;
      const wish = await this.hour.claim(rusher);
      if (wish.outcome) this.acknowledged.push({ wish, at: Date.now() });
      await pause(EVERY_MS);
    }
  }
}

/** At ten in the morning of a day of next week, since minors serve by day only; with a place for everybody. */
export async function raiseRoomyNeed(staff: Api, places: number): Promise<string> {
  const tenInShanghai = 2 * 3_600_000;
  const startsAt = (Math.floor(Date.now() / DAY_MS) + 9) * DAY_MS + tenInShanghai;
  const { id } = await staff.post<{ id: string }>('/v1/needs', {
    ...{ catalogueItemCode: 'LC-004', title: '社区大扫除', places, location: { name: '西山小区' } },
    startsAt: new Date(startsAt).toISOString(),
    endsAt: new Date(startsAt + 7_200_000).toISOString(),
    ...{ organiser: '西山社区', personInCharge: '金姐' },
  });
  await staff.post(`/v1/needs/${id}/publication`, { waitingList: false });
  return id;
}
