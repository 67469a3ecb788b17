import type { Fact } from '@huying/claim';

/** An entry of a pool's ledger, as PostgreSQL holds it. */
export type LedgerEntry = Fact & {
  readonly epoch: number;
  readonly sequence: number;
  /** The clock it was decided with, ms since 1970. */
  readonly at: number;
  /** The operation of the first entry of a decision; the others of the same decision have none. */
  readonly operation: string | null;
};

/** The entries of one decision. */
export interface Deed {
  readonly operation: string;
  readonly entries: readonly LedgerEntry[];
  readonly epoch: number;
  /** Its first number, and its last. */
  readonly from: number;
  readonly to: number;
  readonly at: number;
}

/** Gathers entries, which come in the order of their numbers, into the decisions that made them. */
export async function* deedsOf(entries: AsyncIterable<LedgerEntry> | Iterable<LedgerEntry>): AsyncGenerator<Deed> {
  let gathered: LedgerEntry[] = [];
  for await (const entry of entries) {
    const [first] = gathered;
    if (first && (entry.operation !== null || entry.epoch !== first.epoch)) {
      yield deedOf(gathered);
      gathered = [];
    }
    gathered.push(entry);
  }
  if (gathered.length > 0) yield deedOf(gathered);
}

function deedOf(entries: readonly LedgerEntry[]): Deed {
  const [first, last] = [entries[0], entries.at(-1)];
  if (!first || !last) throw new RangeError('A decision has at least one entry.');
  const { operation, epoch, sequence: from, at } = first;
  return { operation: operation ?? '', entries, epoch, from, to: last.sequence, at };
}
