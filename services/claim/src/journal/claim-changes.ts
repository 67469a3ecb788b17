import type { EndReason, OfferSource } from '../rules/entries.js';
import type { ClaimState } from '../claim.entity.js';
import { takesTime } from '../rules/index.js';
import type { NeedConfig } from '../rules/need-config.js';
import type { LogEntry } from './log-entry.js';

/** What a batch makes of one claim: its row as it is after the last of the batch's entries. What is undefined is null. */
export interface ClaimChange extends Partial<Begun> {
  readonly id: string;
  sequence: number;
  /** Undefined if the batch leaves it, and what is said beside it, as it was. */
  state?: ClaimState;
  place?: number | undefined;
  offerUntil?: string | undefined;
  offerSource?: OfferSource | undefined;
  fromVolunteer?: string | undefined;
  fromClaim?: string | undefined;
  endedAt?: string | undefined;
  endReason?: EndReason | undefined;
  /** Undefined leaves these as they were. */
  heldAt?: string;
  rank?: number;
  passedRefusal?: number;
  passedAt?: string;
  fromMinute?: number;
  tillMinute?: number;
  x?: number;
  y?: number;
}

/** Only of claims that begin in this batch. */
interface Begun {
  readonly needId: string;
  readonly volunteerId: string;
  readonly told: 'h' | 'w' | 'a' | 'o';
  readonly toldNumber: number;
  readonly toldSequence: number;
  readonly key: string;
  readonly claimedAt: string;
  readonly party: readonly string[] | undefined;
  readonly risk: boolean;
}

/** A state that an entry puts a claim into; what it does not name is over. */
type Standing = { state: ClaimState } & Partial<
  Pick<ClaimChange, 'place' | 'offerUntil' | 'offerSource' | 'fromVolunteer' | 'fromClaim' | 'endedAt' | 'endReason'>
>;

/** What a standing does not name. */
const over = {
  place: undefined,
  offerUntil: undefined,
  offerSource: undefined,
  fromVolunteer: undefined,
  fromClaim: undefined,
  endedAt: undefined,
  endReason: undefined,
};

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
        const holder = { fromVolunteer: from, fromClaim };
        const offer = { place: number || undefined, offerSource: source, offerUntil: time(till), ...holder };
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
    if (!change) this.changes.set(id, (change = { id, sequence }));
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
    const begun: Begun = {
      needId: data.need,
      volunteerId: data.volunteer,
      told,
      toldNumber: data.number,
      toldSequence: entry.sequence,
      key: data.key,
      claimedAt: time(entry.at),
      party: data.party,
      risk: data.risk ?? false,
    };
    Object.assign(this.of(data.claim, entry.sequence), begun);
  }

  private stand(entry: LogEntry & { data: { claim: string } }, standing: Standing): void {
    this.put(entry.data.claim, entry, standing);
  }

  private put(claim: string, entry: LogEntry, standing: Standing): void {
    Object.assign(this.of(claim, entry.sequence), over, standing, { sequence: entry.sequence });
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
