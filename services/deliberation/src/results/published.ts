import type { Option } from '../rounds/round.entity.js';
import type { Count, Counted } from './count.js';

/** A ballot as everybody sees it. */
export interface PublishedBallot {
  readonly id: string;
  readonly choice: readonly string[];
  readonly commitment: string;
  /** Where area counts. */
  readonly areaCommitment: string | null;
  /** Where options name whom they affect. */
  readonly affectedCommitment?: string | null;
}

/** All that is published of a round that is closed: enough to do the count and the decision again. */
export interface Published extends Omit<Counted, 'options'> {
  readonly roundId: string;
  readonly question: string;
  readonly options: readonly Option[];
  readonly mostTicks: number;
  /** Voters on the roll, by channel. */
  readonly took: { readonly app: number; readonly paper: number };
  /** By id. */
  readonly ballots: readonly PublishedBallot[];
  readonly result: Count;
}
