import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { packConfig, type NeedConfig } from '../../src/rules/need-config.js';
import { emptyPool, Refusal, type Command, type Pool } from '../../src/rules/index.js';
import { packVolunteer } from '../../src/rules/volunteer-record.js';
import { both, limits } from './lock-step.js';
import { RealPools, type RealPool } from './pool-under-test.js';
import { fitForMost, START } from './steps.js';

const HOUR = 3_600_000;
const need = '0190aaaa-0000-7000-8000-000000000001';
const config: NeedConfig = {
  ...{
    dispatch: 'first-come',
    opens: START - HOUR,
    closes: START + HOUR,
    starts: START + HOUR,
    ends: START + 2 * HOUR,
  },
  ...{ release: START + HOUR, born: 0, adult: 20081123, night: false, lastDay: 20261124 },
  ...{ skills: '', preferred: '', trainings: '', groups: '', hometowns: '', dialects: '', line: true, risk: false },
  ...{ rest: 0, offer: 0, groupsAt: START, everyoneAt: START, drawAt: START, weekStart: 0, weekEnd: 1 },
  ...{ x: 0, y: 0, series: '', seriesLimit: 0, from: START / 60_000 + 60, till: START / 60_000 + 120 },
};

let pools: RealPools;
let real: RealPool;
let model: Pool;
let versions = 0;

beforeAll(async () => {
  pools = await RealPools.start();
}, 60_000);
afterAll(() => pools.stop());

type Wish = Command extends infer Each ? (Each extends unknown ? Omit<Each, 'now' | 'limits'> : never) : never;
const ask = (wish: Wish) => both(model, real, { ...wish, now: START, limits });

const claimOf = (n: number): string => `0190bbbb-${real.mark}-7000-8000-${String(n).padStart(12, '0')}`;
const claim = (n: number) =>
  ask({ do: 'claim', need, volunteer: `v-${n}`, claim: claimOf(n), key: `k-${n}`, risk: false });
const put = (from: number, till: number, blocked = false) =>
  ask({
    do: 'volunteers',
    records: Array.from({ length: till - from + 1 }, (_, index): [string, string] => [
      `v-${from + index}`,
      packVolunteer({ ...fitForMost, blocked, version: (versions += 1) }),
    ]),
  });

/** One place, held by v-0; so many wait for it: v-1, v-2, and so on. */
async function aLineOf(count: number): Promise<void> {
  real = await pools.fresh();
  model = emptyPool();
  await put(0, 300);
  const set = { do: 'set', need, publication: 1, revision: 0, places: 1, config: packConfig(config), commitment: '' };
  await ask(set as Wish);
  for (let n = 0; n <= count; n += 1) await claim(n);
}
const stateOf = (n: number) => model.needs.get(need)?.claims.get(`v-${n}`)?.state;

describe('a newcomer, while places are free', () => {
  it('stands behind those whom the line has not come to yet', async () => {
    await aLineOf(120);
    await ask({ do: 'places', need, places: 111, leaving: [] });
    expect([stateOf(50), stateOf(51)]).toEqual(['held', 'waiting']);
    const { reply } = await claim(200);
    expect(reply.slice(0, 1)).toEqual([2]);
    expect([stateOf(100), stateOf(101), stateOf(200)]).toEqual(['held', 'waiting', 'waiting']);
    await ask({ do: 'move', need });
    expect([stateOf(110), stateOf(111), stateOf(200)]).toEqual(['held', 'waiting', 'waiting']);
    await real.drop();
  }, 60_000);

  it('stands behind whoever may fit beyond the hundred that a decision looks at, friends too', async () => {
    await aLineOf(110);
    await put(1, 104, true);
    await ask({ do: 'release', need, volunteer: 'v-0', claim: claimOf(0), reason: 'volunteer', late: false });
    expect(model.needs.get(need)).toMatchObject({ held: 0, places: 1 });
    expect((await claim(200)).reply.slice(0, 1)).toEqual([2]);
    const members = [{ claimant: 'v-201', claim: claimOf(201), key: 'k' }];
    const together = await ask({ do: 'together', need, team: false, risk: false, members });
    expect(together.reply.slice(0, 1)).toEqual([2]);
    const seat = [{ claimant: 'seat:org:1', claim: claimOf(202), key: 'k' }];
    const team = await ask({ do: 'together', need, team: true, risk: false, members: seat });
    expect(team.reply.slice(0, 1)).toEqual([Refusal.needFull]);

    const moved = await ask({ do: 'move', need });
    expect(moved.facts).toMatchObject([{ kind: 'promoted', data: { volunteer: 'v-105' } }]);
    const [{ data }] = moved.facts as unknown as [{ data: { passed: unknown[] } }];
    expect(data.passed).toHaveLength(104);
    await real.drop();
  }, 60_000);

  it('gets the place where nobody in line fits', async () => {
    await aLineOf(3);
    await put(1, 3, true);
    await ask({ do: 'release', need, volunteer: 'v-0', claim: claimOf(0), reason: 'volunteer', late: false });
    expect((await claim(200)).reply.slice(0, 1)).toEqual([1]);
    await real.drop();
  });
});
