import { createHash } from 'node:crypto';
import { answers, pointsIn } from '../results/count.js';
import type { Round } from '../rounds/round.entity.js';
import { ballotProblems } from './ballots.problems.js';

type Choosable = Pick<Round, 'method' | 'options' | 'mostTicks'>;

/** The most that a ballot may hold: answers, ticks, places or points. */
function mostOf({ method, options, mostTicks }: Choosable): number {
  if (method === 'yes-no') return 1;
  return method === 'ranking' ? options.length : mostTicks;
}

/** Points in the order of the options, each option once. */
function inOrder(ids: readonly string[], wish: readonly string[]): string[] {
  return wish.toSorted((one, other) => ids.indexOf(pointsIn(one).id) - ids.indexOf(pointsIn(other).id));
}

/**
 * A choice in the one form in which it is kept: ticks and points in the order of the options, so that the order of ticking tells
 * nothing; a ranking as it was made, the most wanted first.
 * @throws ballot-not-a-choice
 */
export function soundChoice(round: Choosable, wish: readonly string[]): string[] {
  const ids: readonly string[] = round.method === 'yes-no' ? answers : round.options.map(({ id }) => id);
  const most = mostOf(round);
  const isPoints = round.method === 'points';
  const entries = wish.map((written) => ({ written, ...(isPoints ? pointsIn(written) : { id: written, points: 1 }) }));
  const named = new Set(entries.map(({ id }) => id));
  const isSoundEntry = ({ written, id, points }: (typeof entries)[number]) =>
    // Points in the one way of writing them: `o1-3`, not `o1-03`.
    ids.includes(id) && Number.isSafeInteger(points) && points > 0 && (!isPoints || written === `${id}-${points}`);
  const isSound =
    named.size === wish.length &&
    wish.length > 0 &&
    entries.every(isSoundEntry) &&
    entries.reduce((sum, { points }) => sum + points, 0) <= most;
  if (!isSound) throw ballotProblems.notAChoice({ most });
  if (round.method === 'ranking') return [...wish];
  return isPoints ? inOrder(ids, wish) : ids.filter((id) => named.has(id));
}

/** What binds a ballot to its choice: with the nonce of the receipt anybody can make it again, without it nobody. */
export const commitmentOf = (roundId: string, ballotId: string, choice: readonly string[], nonce: string): string =>
  createHash('sha256')
    .update(JSON.stringify(['huying-ballot-1', roundId, ballotId, choice, nonce]))
    .digest('hex');
