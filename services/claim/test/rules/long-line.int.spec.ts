import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Refusal } from '../../src/rules/index.js';
import { Dialogue } from './dialogue.js';
import { RealPools } from './pool-under-test.js';

let pools: RealPools;
beforeAll(async () => {
  pools = await RealPools.start();
});
afterAll(() => pools.stop());

/** One place, held by v-0; so many wait for it: v-1, v-2, and so on. */
async function aLineOf(count: number): Promise<Dialogue> {
  const told = new Dialogue(await pools.fresh());
  await told.put(0, 300);
  await told.open(1);
  for (let n = 0; n <= count; n += 1) await told.claim(n);
  return told;
}

describe('a newcomer, while places are free', () => {
  it('stands behind those whom the line has not come to yet', async () => {
    const told = await aLineOf(120);
    const { need } = told;
    await told.ask({ do: 'places', need, places: 111, leaving: [] });
    expect([told.stateOf(50), told.stateOf(51)]).toEqual(['held', 'waiting']);
    const { reply } = await told.claim(200);
    expect(reply.slice(0, 1)).toEqual([2]);
    expect([told.stateOf(100), told.stateOf(101), told.stateOf(200)]).toEqual(['held', 'waiting', 'waiting']);
    await told.ask({ do: 'move', need });
    expect([told.stateOf(110), told.stateOf(111), told.stateOf(200)]).toEqual(['held', 'waiting', 'waiting']);
    await told.real.drop();
  });

  it('stands behind whoever may fit beyond the hundred that a decision looks at, friends too', async () => {
    const told = await aLineOf(110);
    const { need } = told;
    await told.put(1, 104, true);
    await told.release(0);
    expect(told.model.needs.get(need)).toMatchObject({ held: 0, places: 1 });
    expect((await told.claim(200)).reply.slice(0, 1)).toEqual([2]);
    const members = [{ claimant: 'v-201', claim: told.claimOf(201), key: 'k' }];
    const together = await told.ask({ do: 'together', need, team: false, risk: false, members });
    expect(together.reply.slice(0, 1)).toEqual([2]);
    const seat = [{ claimant: 'seat:org:1', claim: told.claimOf(202), key: 'k' }];
    const team = await told.ask({ do: 'together', need, team: true, risk: false, members: seat });
    expect(team.reply.slice(0, 1)).toEqual([Refusal.needFull]);

    const moved = await told.ask({ do: 'move', need });
    expect(moved.facts).toMatchObject([{ kind: 'promoted', data: { volunteer: 'v-105' } }]);
    const [{ data }] = moved.facts as unknown as [{ data: { passed: unknown[] } }];
    expect(data.passed).toHaveLength(104);
    await told.real.drop();
  });

  it('gets the place where nobody in line fits', async () => {
    const told = await aLineOf(3);
    await told.put(1, 3, true);
    await told.release(0);
    expect((await told.claim(200)).reply.slice(0, 1)).toEqual([1]);
    await told.real.drop();
  });
});
