import type { ClaimEndReason } from '../claim.entity.js';

/** One decision as the pool's log holds it. */
export type LogEntry = {
  readonly epoch: number;
  readonly sequence: number;
  readonly at: number;
  readonly raw: string;
} & (
  | { readonly kind: 'held' | 'waiting'; readonly data: ClaimData & { readonly key: string } }
  | { readonly kind: 'promoted'; readonly data: ClaimData & { readonly passed?: readonly PassedOver[] } }
  | { readonly kind: 'released' | 'left'; readonly data: ClaimData & { readonly reason: ClaimEndReason } }
  | { readonly kind: 'opened'; readonly data: { readonly need: string; readonly publication: number } }
  | { readonly kind: 'closed'; readonly data: { readonly need: string } }
  | { readonly kind: 'volunteers'; readonly data: { readonly versions: readonly (readonly [string, number])[] } }
  | { readonly kind: 'rebuilt'; readonly data: object }
);

interface ClaimData {
  readonly need: string;
  readonly volunteer: string;
  readonly claim: string;
  /** The place, or the position in the line. */
  readonly number: number;
}

/** Somebody in line who no longer fits and was not promoted, with the refusal. */
export interface PassedOver {
  readonly volunteer: string;
  readonly refusal: number;
}

/** A stream entry as ioredis gives it: id, and fields and values in turn. */
export type StreamEntry = [id: string, fields: string[]];

/** Reads an entry of the log. @throws TypeError for what no script of ours has written */
export function readLogEntry([id, fields]: StreamEntry): LogEntry {
  const [epoch, sequence] = id.split('-').map(Number);
  const field = (name: string): string => {
    const at = fields.indexOf(name);
    const value = at >= 0 ? fields[at + 1] : undefined;
    if (value === undefined) throw new TypeError(`The log entry ${id} has no ${name}.`);
    return value;
  };
  const raw = field('data');
  const data: unknown = JSON.parse(raw);
  return { epoch, sequence, kind: field('kind'), at: Number(field('at')), data, raw } as LogEntry;
}
