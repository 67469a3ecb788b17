/**
 * What personal data a service keeps, stated once beside its aggregates: what it is for, how long it is kept, and what becomes of it
 * then and when the person is erased. The daily work, the report, the erasure of a person and docs/retention.md are made from it.
 */

/** How many days; whoever runs the platform may set another number within the bounds. */
export interface Days {
  readonly usual: number;
  readonly least: number;
  readonly most: number;
}

/**
 * What is put in the place of a value: nothing, an empty text, an empty text that is encrypted as the column is (nothing stays nothing),
 * an empty list in JSON, or an empty array.
 */
export type Blank = 'null' | 'empty' | 'sealed' | 'empty-list' | 'empty-array';

/** What becomes of the data in the end. SQL is of the program, over the rule's table as `t`. */
export type End =
  | {
      /** The row goes, or the columns of `blank` are emptied and what counts in figures stays. */
      readonly do: 'delete' | 'blank';
      readonly days: Days;
      /** After what, in words: the call was received. */
      readonly after: string;
      /** The moment from which the days are counted; null: they do not run yet. */
      readonly since: string;
      /** Of which rows; default: all. */
      readonly where?: string;
    }
  /** By other work of the service, which is named; or with another row. */
  | { readonly do: 'elsewhere'; readonly how: string }
  /** It stays: until when, and why so long. */
  | { readonly do: 'kept'; readonly until: string };

/** Who is erased: a volunteer, by the account; or a caller, by one of their calls, or by the need that came of it. */
export type Subject = 'volunteer' | 'call' | 'need';

/** What becomes of a person's rows when they are erased. */
export interface OnErasure {
  /** Which rows: `$1` is the community, `$2` the id of the subject, `$3` the blind index of that id. */
  readonly rows: string;
  readonly do: 'delete' | 'blank' | 'keep';
  /** Of what is kept: why, with the article. */
  readonly because?: string;
}

/** One kind of personal data in one table. */
export interface RetentionRule {
  /** Unique in the service. */
  readonly name: string;
  readonly table: string;
  /** What is personal in it, as the database calls it. */
  readonly columns: readonly string[];
  /** Of what is not deleted: what is put in the columns' place. The table has a column `erased_at`. */
  readonly blank?: Readonly<Record<string, Blank>>;
  /** The row counts its versions in a column `version`. */
  readonly versioned?: boolean;
  /** What it is, for people. */
  readonly what: string;
  /** What it is kept for, with the article where a law says so. */
  readonly purpose: string;
  readonly end: End;
  readonly onErasure?: Readonly<Partial<Record<Subject, OnErasure>>>;
}

/** A rule with days, which the daily work carries out. */
export type TimedRule = RetentionRule & { readonly end: Extract<End, { days: Days }> };

export const isTimed = (rule: RetentionRule): rule is TimedRule => 'days' in rule.end;

/** Days with bounds: `daysKept(180, 30, 1095)`. */
export const daysKept = (usual: number, least: number, most: number): Days => ({ usual, least, most });

/** What all services keep alike. */
export const commonRetention: readonly RetentionRule[] = [
  {
    name: 'idempotency-keys',
    table: 'idempotency_keys',
    columns: ['body'],
    what: 'Answers kept for Idempotency-Key',
    purpose: 'A repeated request gets the same answer',
    end: { do: 'elsewhere', how: 'deleted within the hour after 24 hours by `forget-idempotency-keys`' },
  },
  {
    name: 'outbox',
    table: 'outbox',
    columns: ['value'],
    what: 'Events that were sent',
    purpose: 'They can be sent again',
    end: { do: 'elsewhere', how: 'deleted 7 days after they were sent by the relay' },
  },
];
