import { NEED_PATTERN, numbered, outcomes, pipelineRelease, VOLUNTEER_PATTERN, type PoolKeys } from './core.js';
import type { Laboratory } from './laboratory.js';
import { fill, pipelined, pipelinedClaims, type ScriptFigures } from './script-bench.js';
import { askers, poolOf, SMALL, type Sides } from './sides.js';

type Who = (number: number) => { readonly needId: string; readonly volunteer: number };

const together = (a: ScriptFigures, b: ScriptFigures): ScriptFigures => ({
  decisions: a.decisions + b.decisions,
  cpuSeconds: a.cpuSeconds + b.cpuSeconds,
  wallSeconds: a.wallSeconds + b.wallSeconds,
});

/** Places given back by their holders, each of which moves the line. */
function releases({ redis }: Laboratory, keys: PoolKeys, count: number, who: Who): Promise<ScriptFigures> {
  const given = 1;
  return pipelined(
    redis.client,
    count,
    (pipeline, number) => {
      const { needId, volunteer } = who(number);
      const volunteerId = numbered(VOLUNTEER_PATTERN, volunteer);
      pipelineRelease(pipeline, redis, keys, { needId, volunteerId, claimId: volunteerId });
    },
    given,
  );
}

/** The line of one need: joining it, and giving the place back, which moves it. Half of the decisions are of each kind. */
export async function lineSides(lab: Laboratory): Promise<Sides> {
  const size = Math.round(100_000 / lab.extent.shrink);
  return { small: await shortLines(lab), large: await longLine(lab, size), size };
}

/** Many needs whose lines grow to a hundred and shrink again. Each has one holder and a hundred behind, numbered in turn. */
async function shortLines(lab: Laboratory): Promise<Sides['small']> {
  const { redis, extent, templates } = lab;
  const inEach = SMALL + 1;
  const perRound = Math.max(1, Math.floor(extent.decisions / 2 / SMALL));
  const needs = perRound * (extent.rounds + 1);
  const keys = await poolOf(lab, 'line-few', [templates.lined], needs * inEach);
  await fill(redis.client, 'copy-keys', keys.need(templates.lined), [keys.need(NEED_PATTERN)], [0, needs - 1]);
  const needOf = (need: number) => numbered(NEED_PATTERN, need);
  await pipelinedClaims(redis, keys, needs, outcomes.held, (need) => ({
    needId: needOf(need),
    volunteer: need * inEach,
  }));
  return async (round) => {
    const nth = (number: number, behind: number) => {
      const need = round * perRound + Math.floor(number / SMALL);
      return { needId: needOf(need), volunteer: need * inEach + (number % SMALL) + behind };
    };
    const count = perRound * SMALL;
    const joined = await pipelinedClaims(redis, keys, count, outcomes.waiting, (number) => nth(number, 1));
    return together(joined, await releases(lab, keys, count, (number) => nth(number, 0)));
  };
}

/** One need with so many in line: the one who holds gives back, and is followed by the next. */
async function longLine(lab: Laboratory, size: number): Promise<Sides['large']> {
  const { redis, extent, templates } = lab;
  const needId = templates.lined;
  const keys = await poolOf(lab, 'line-many', [needId], size + askers(extent) + 1);
  await pipelinedClaims(redis, keys, 1, outcomes.held, () => ({ needId, volunteer: 0 }));
  await pipelinedClaims(redis, keys, size, outcomes.waiting, (number) => ({ needId, volunteer: 1 + number }));
  const half = Math.floor(extent.decisions / 2);
  return async (round) => {
    const first = 1 + size + round * half;
    const joined = await pipelinedClaims(redis, keys, half, outcomes.waiting, (number) => ({
      needId,
      volunteer: first + number,
    }));
    return together(
      joined,
      await releases(lab, keys, half, (number) => ({ needId, volunteer: round * half + number })),
    );
  };
}
