import type { ReceivedRecord } from './envelope.js';

/** Where a partition stops: that record is not settled, nor what follows it. */
export interface Stop {
  readonly record: ReceivedRecord;
  readonly waits: Waits;
}

/** Why a partition waits, and whether for as long as it takes (something is away) or only for a moment. */
export interface Waits {
  readonly error: unknown;
  readonly passing: boolean;
}

/** The partition of a record, as text. */
export function partitionOf({ topic, partition }: ReceivedRecord): string {
  return `${topic}/${partition}`;
}

/** Partition and offset of a record, as text. */
export function placeOf(record: ReceivedRecord): string {
  return `${partitionOf(record)}/${record.offset}`;
}
