import type { Command } from '@huying/claim';

type Without<Each> = Each extends unknown ? Omit<Each, 'now' | 'limits'> : never;
/** What is asked of a pool, in the words of the rules; what only the service knows (claim ids, clocks) is left empty. */
export type Wish = Without<Extract<Command, { need: string }>>;

/** The part of an answer's body that is checked. */
export interface ToldOutcome {
  readonly id: string;
  readonly state: string;
  readonly place: number | null;
  readonly position: number | null;
  readonly sequence: number;
}

/** A mark in a pool's log: after that number of that epoch. */
export interface Mark {
  readonly epoch: number;
  readonly sequence: number;
}

/** One request and what came of it. Times are ms of this program's monotonic clock. */
export interface Attempt {
  readonly pool: string;
  /** Name of the operation in the list of operations. */
  readonly kind: string;
  readonly wish: Wish;
  readonly asked: number;
  readonly answered: number;
  /** 0: no answer came. */
  readonly status: number;
  /** Code of the problem, empty where there is none. */
  readonly code: string;
  readonly outcome: ToldOutcome | null;
  /** Whether the answer says that it repeats an earlier one. */
  readonly replayed: boolean;
  /** From the header Huying-Decision. */
  readonly mark: Mark | null;
  readonly at: number;
  /** The latest that had been answered in this pool before this request was sent, of any answer and of acknowledged changes. */
  readonly floor: Mark;
  readonly floorOfAcks: number;
}

export const isAcknowledged = ({ status }: Attempt): boolean => status >= 200 && status < 300;
export const isRefused = ({ status }: Attempt): boolean => status >= 400 && status < 500;
export const isUnavailable = ({ status }: Attempt): boolean => status === 503;
