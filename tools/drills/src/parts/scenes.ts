import { getTokens, registerVolunteers, RushHour, scene, until, type Check, type Stores } from '@huying/tool-demo';
import { Chance } from '@huying/standalone';
import { raiseRoomyNeed } from '../backup/steady-claims.js';
import type { Bed } from './bed.js';
import { Load, type Tokens } from './load.js';

const PEOPLE = 800;

/** People register and a need has a place for each of them; then the load begins. */
export async function beginLoad(bed: Bed): Promise<Load> {
  const { rushers, needId } = await scene({
    title: 'Volunteers register, and a need has a place for each',
    play: async (say) => {
      const people = await registerVolunteers(bed.staff, { volunteers: PEOPLE, seed: 2_010 }, say);
      const { rushers: all } = await tokensFor(bed, people.volunteers);
      return { rushers: all, needId: await raiseRoomyNeed(bed.staff, PEOPLE) };
    },
    outcome: () => `${PEOPLE} volunteers register, and a need has a place for each`,
  });
  const hour = new RushHour(bed.edge.url, needId, new Chance(0));
  // The last of them is known last.
  await until('the claim service knows the need and the people', async () => {
    const wish = await hour.claim(rushers.at(-1) as (typeof rushers)[number]);
    return wish.outcome;
  });
  await hour.end();
  return new Load(bed.edge.url, needId, { staff: await bed.staff.bearer(), rushers: rushers.slice(0, -1) });
}

async function tokensFor(bed: Bed, people: readonly { readonly id: string }[]): Promise<Tokens> {
  return { staff: await bed.staff.bearer(), rushers: await getTokens(bed.edge, people) };
}

/** Everybody takes a new token, as apps do when theirs is about to expire. */
export const renewTokens = (bed: Bed, load: Load): Promise<void> =>
  load.renew((rushers) =>
    tokensFor(
      bed,
      rushers.map(({ volunteerId: id }) => ({ id })),
    ),
  );

/** That nobody was let down, and that whoever was told that they hold a place holds it. */
export async function checkLoad(load: Load, stores: Stores): Promise<Check[]> {
  const { answered, failed } = load.total;
  const rows = await stores.rows<{ id: string }>('claim', 'SELECT id FROM claims WHERE id = ANY ($1)', [load.claims]);
  return [
    {
      what: 'no request fails: none is cut or refused, none is answered with an error',
      ok: failed === 0 && answered > 0,
      detail: failed > 0 ? `${failed} fail: ${load.failures.join('; ')}` : `${answered} answered`,
    },
    ...[...load.seen].map(([kind, { answered: count, slowestMs }]) => ({
      what: `  ${kind}`,
      ok: count > 0,
      detail: `${count} times, at most ${slowestMs} ms`,
    })),
    {
      what: 'every acknowledged claim is in the claim database',
      ok: load.claims.length > 0 && rows.length === load.claims.length,
      detail: `${rows.length} of ${load.claims.length}`,
    },
  ];
}
