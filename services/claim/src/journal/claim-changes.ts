import type { EndReason, OfferSource } from '../rules/entries.js';
import type { ClaimState } from '../claim.entity.js';
import { takesTime } from '../rules/index.js';
import type { NeedConfig } from '../rules/need-config.js';
import type { LogEntry } from './log-entry.js';

/** What a batch makes of one claim: its row as it is after the last of the batch's entries. */
export interface ClaimChange {
  readonly id: string;
  state: ClaimState | null;
  place: number | null;
  sequence: number;
  offerUntil: string | null;
  offerSource: OfferSource | null;
  fromVolunteer: string | null;
  fromClaim: string | null;
  endedAt: string | null;
  endReason: EndReason | null;
  /** Null leaves these as they were. */
  heldAt: string | null;
  rank: number | null;
  passedRefusal: number | null;
  passedAt: string | null;
  fromMinute: number | null;
  tillMinute: number | null;
  x: number | null;
  y: number | null;
  /** Only for claims that begin in this batch. */
  begun: Begun | null;
}

interface Begun {
  readonly needId: string;
  readonly volunteerId: string;
  readonly told: 'h' | 'w' | 'a' | 'o';
  readonly number: number;
  readonly sequence: number;
  readonly key: string;
  readonly at: string;
  readonly party: readonly string[] | null;
  readonly risk: boolean;
}

const untouched = {
  state: null,
  place: null,
  offerUntil: null,
  offerSource: null,
  fromVolunteer: null,
  fromClaim: null,
  endedAt: null,
  endReason: null,
  heldAt: null,
  rank: null,
  passedRefusal: null,
  passedAt: null,
  fromMinute: null,
  tillMinute: null,
  x: null,
  y: null,
  begun: null,
} as const;

/** A state that an entry puts a claim into; what it does not name is over. */
type Standing = { state: ClaimState } & Partial<
  Pick<ClaimChange, 'place' | 'offerUntil' | 'offerSource' | 'fromVolunteer' | 'fromClaim' | 'endedAt' | 'endReason'>
>;

const time = (at: number): string => new Date(at).toISOString();

/** Gathers what the entries of a batch make of claims, in the order of the log. */
export class ClaimChanges {
  readonly changes = new Map<string, ClaimChange>();

  /** @param config of the entry's need at that point of the log */
  add(entry: LogEntry, config: NeedConfig | undefined): void {
    const at = time(entry.at);
    if ('passed' in entry.data) {
      for (const { claim, refusal } of entry.data.passed ?? []) {
        Object.assign(this.of(claim, entry.sequence), { passedRefusal: refusal, passedAt: at });
      }
    }
    switch (entry.kind) {
      case 'held':
        this.begin(entry, entry.data, 'h');
        return this.hold(entry, config);
      case 'waiting':
        this.begin(entry, entry.data, entry.data.told);
        this.stand(entry, { state: 'waiting' });
        this.of(entry.data.claim, entry.sequence).rank = entry.data.rank;
        return;
      case 'offered': {
        const { number, source, till, key, from, fromClaim } = entry.data;
        if (key !== undefined) this.begin(entry, { ...entry.data, key }, 'o');
        const holder = { fromVolunteer: from ?? null, fromClaim: fromClaim ?? null };
        const offer = { place: number || null, offerSource: source, offerUntil: time(till), ...holder };
        return this.stand(entry, { state: 'offered', ...offer });
      }
      case 'promoted':
      case 'accepted':
        return this.hold(entry, config);
      case 'handed':
        this.end(entry.data.fromClaim, entry, 'handed-over');
        return this.hold(entry, config);
      case 'confirmed':
        return this.stand(entry, { state: 'held', place: entry.data.number });
      case 'asked': {
        const { number: place, till } = entry.data;
        this.stand(entry, { state: 'offered', place, offerSource: 'moved', offerUntil: time(till) });
        return this.takeTime(entry, config);
      }
      case 'released':
      case 'declined':
      case 'left':
        return this.end(entry.data.claim, entry, entry.data.reason);
      case 'priority':
        this.of(entry.data.claim, entry.sequence).rank = entry.data.rank;
        return;
      default:
        return;
    }
  }

  private of(id: string, sequence: number): ClaimChange {
    let change = this.changes.get(id);
    if (!change) this.changes.set(id, (change = { ...untouched, id, sequence }));
    return change;
  }

  private begin(
    entry: LogEntry,
    data: {
      need: string;
      volunteer: string;
      claim: string;
      number: number;
      key: string;
      party?: readonly string[];
      risk?: boolean;
    },
    told: Begun['told'],
  ): void {
    this.of(data.claim, entry.sequence).begun = {
      needId: data.need,
      volunteerId: data.volunteer,
      told,
      number: data.number,
      sequence: entry.sequence,
      key: data.key,
      at: time(entry.at),
      party: data.party ?? null,
      risk: data.risk ?? false,
    };
  }

  private stand(entry: LogEntry & { data: { claim: string } }, standing: Standing): void {
    this.put(entry.data.claim, entry, standing);
  }

  private put(claim: string, entry: LogEntry, standing: Standing): void {
    const over = { place: null, offerUntil: null, offerSource: null, fromVolunteer: null, fromClaim: null };
    const change = this.of(claim, entry.sequence);
    Object.assign(change, over, { endedAt: null, endReason: null }, standing, { sequence: entry.sequence });
  }

  private end(claim: string, entry: LogEntry, reason: EndReason): void {
    this.put(claim, entry, { state: 'ended', endedAt: time(entry.at), endReason: reason });
  }

  private hold(
    entry: LogEntry & { data: { claim: string; volunteer: string; number: number } },
    config: NeedConfig | undefined,
  ): void {
    this.stand(entry, { state: 'held', place: entry.data.number });
    this.of(entry.data.claim, entry.sequence).heldAt = time(entry.at);
    this.takeTime(entry, config);
  }

  /** When the holder is taken, as it was when they got the place: a need may move before they are asked. */
  private takeTime(
    entry: LogEntry & { data: { claim: string; volunteer: string } },
    config: NeedConfig | undefined,
  ): void {
    if (!config || !takesTime(config, entry.data.volunteer)) return;
    const { from: fromMinute, till: tillMinute, x, y } = config;
    Object.assign(this.of(entry.data.claim, entry.sequence), { fromMinute, tillMinute, x, y });
  }
}
