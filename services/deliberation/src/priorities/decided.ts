import type { Option, Round } from '../rounds/round.entity.js';
import { priorityProblems } from './priorities.problems.js';

/**
 * What may be carried out of a round: it itself, or an option of its list that somebody wants.
 * @param round undefined if there is none in the community
 * @throws priority-round-unknown, priority-not-decided, priority-option-unknown, priority-not-wanted
 */
export function ensureDecided(round: Round | null, optionId?: string | null): Option | undefined {
  if (!round) throw priorityProblems.roundUnknown();
  const outcome = round.published?.outcome;
  if (outcome !== 'passed' && outcome !== 'counted') throw priorityProblems.notDecided({ outcome: outcome ?? 'open' });
  if (!optionId) return undefined;
  const option = round.options.find(({ id }) => id === optionId);
  if (!option) throw priorityProblems.optionUnknown({ option: optionId });
  const named = round.published?.counts.find(({ choice }) => choice === optionId);
  // The items of a question that passed are decided together.
  if (round.method !== 'yes-no' && !named?.ballots) throw priorityProblems.notWanted({ option: optionId });
  return option;
}
