import { createHash } from 'node:crypto';
import { answers } from '../results/count.js';
import type { Round } from '../rounds/round.entity.js';
import { ballotProblems } from './ballots.problems.js';

/**
 * A choice in the one form in which it is kept: ticks in the order of the checklist, so that the order of ticking tells nothing.
 * @throws ballot-not-a-choice
 */
export function soundChoice(round: Pick<Round, 'method' | 'options' | 'mostTicks'>, wish: readonly string[]): string[] {
  const ids: readonly string[] = round.method === 'yes-no' ? answers : round.options.map(({ id }) => id);
  const most = round.method === 'yes-no' ? 1 : round.mostTicks;
  const choice = ids.filter((id) => wish.includes(id));
  if (choice.length !== wish.length || choice.length === 0 || choice.length > most) {
    throw ballotProblems.notAChoice({ most });
  }
  return choice;
}

/** What binds a ballot to its choice: with the nonce of the receipt anybody can make it again, without it nobody. */
export const commitmentOf = (roundId: string, ballotId: string, choice: readonly string[], nonce: string): string =>
  createHash('sha256')
    .update(JSON.stringify(['huying-ballot-1', roundId, ballotId, choice, nonce]))
    .digest('hex');
