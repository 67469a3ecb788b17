import { compareWanted, type Wanted } from '../results/count.js';
import type { Option, Round } from '../rounds/round.entity.js';

/** An option of a list that is published, and its place in it. */
export interface Priority extends Wanted {
  readonly option: Option;
  /** From 1; those that are tied have the same, and the next one the place after all of them. */
  readonly rank: number;
}

/** The list of a round that is counted: the most wanted first. Empty where the answer is yes or no. */
export function prioritiesOf({ method, options, voters, published }: Round): Priority[] {
  const counts = method === 'yes-no' ? [] : (published?.counts ?? []);
  const compare = compareWanted({ voters, options });
  return counts.flatMap((one) => {
    const option = options.find(({ id }) => id === one.choice);
    const rank = 1 + counts.findIndex((other) => compare(one, other) === 0);
    return option ? [{ ...one, option, rank }] : [];
  });
}
