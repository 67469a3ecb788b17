import type { Fact } from '@huying/claim';
import type { Deed, LedgerEntry } from './ledger.js';

interface Standing {
  readonly rank: number;
  readonly claim: string;
}

/** What of a need matters to the promises: counted anew here, by none of the service's code. */
interface NeedTally {
  readonly dispatch: string;
  gathering: boolean;
  places: number;
  from: number;
  till: number;
  readonly holders: Map<number, string>;
  readonly placeOf: Map<string, number>;
  readonly line: Map<string, Standing>;
}

/** Where a packed config says when the service is, in minutes (need-config.ts). */
const [FROM, TILL] = [29, 30];

/** A promise that the ledger itself breaks. */
export interface Breach {
  readonly promise: 'oversold' | 'heldTwice' | 'overlaps' | 'lineViolations';
  readonly sequence: number;
  readonly words: string;
}

/**
 * Counts places, holders and calendars along one pool's ledger, and sees at every prefix that no promise is broken. Small and
 * plain on purpose: it shares nothing with the rules that the service goes by.
 */
export class Tally {
  readonly breaches: Breach[] = [];
  private readonly needs = new Map<string, NeedTally>();
  private readonly calendars = new Map<string, Map<string, { from: number; till: number }>>();
  private passed = new Set<string>();

  decided(deed: Deed): void {
    this.passed = new Set();
    for (const entry of deed.entries) this.take(entry, deed.operation);
  }

  private take(entry: LedgerEntry, operation: string): void {
    if (entry.kind === 'volunteers' || entry.kind === 'rebuilt') return;
    if ('passed' in entry.data) for (const { claim } of entry.data.passed ?? []) this.passed.add(claim);
    if (entry.kind === 'opened') return this.open(entry.data);
    const need = this.needs.get(entry.data.need);
    if (!need) throw new RangeError(`The ledger speaks of the need ${entry.data.need} before it was opened.`);
    this.follow(entry, need, operation);
    if (need.dispatch !== 'alert' && need.holders.size > need.places) {
      this.breach('oversold', entry, `${need.holders.size} hold the ${need.places} places of ${entry.data.need}`);
    }
  }

  private follow(
    entry: Exclude<LedgerEntry, Fact & { kind: 'volunteers' | 'rebuilt' | 'opened' }>,
    need: NeedTally,
    operation: string,
  ): void {
    switch (entry.kind) {
      case 'changed':
        [need.from, need.till] = timesOf(entry.data.config);
        return;
      case 'places':
        need.places = entry.data.places;
        return;
      case 'drawn':
        need.gathering = false;
        return;
      case 'ranked':
        entry.data.order.forEach((claimant, index) => this.rank(need, claimant, entry.data.from + index));
        return;
      case 'priority':
        return this.rank(need, entry.data.volunteer, entry.data.rank);
      case 'waiting': {
        const { volunteer, claim, rank, party } = entry.data;
        if (!party || party[0] === volunteer) need.line.set(volunteer, { rank, claim });
        return;
      }
      case 'left':
        need.line.delete(entry.data.volunteer);
        return;
      case 'held':
        this.ensureLineWasAsked(entry, need);
        this.give(entry, need);
        return this.enter(entry, need);
      case 'promoted':
        this.ensureNobodyWasPassed(entry, need, operation);
        this.give(entry, need);
        return this.enter(entry, need);
      case 'offered':
        if (entry.data.key === undefined) this.ensureNobodyWasPassed(entry, need, operation);
        if (entry.data.number > 0) this.give(entry, need);
        return;
      case 'accepted':
        return this.enter(entry, need);
      case 'asked':
        if (this.calendars.get(entry.data.volunteer)?.has(entry.data.need)) this.enter(entry, need);
        return;
      case 'handed':
        this.free(entry.data.from, entry.data.need, need);
        this.give(entry, need);
        return this.enter(entry, need);
      case 'released':
      case 'declined':
        return this.free(entry.data.volunteer, entry.data.need, need);
      default:
        return;
    }
  }

  private open({
    need,
    places,
    phase,
    config,
  }: {
    need: string;
    places: number;
    phase: string;
    config: readonly (string | number)[];
  }) {
    const [from, till] = timesOf(config);
    const fresh = {
      holders: new Map<number, string>(),
      placeOf: new Map<string, number>(),
      line: new Map<string, Standing>(),
    };
    this.needs.set(need, {
      dispatch: String(config[0]),
      gathering: phase === 'gathering',
      places,
      from,
      till,
      ...fresh,
    });
  }

  private rank(need: NeedTally, claimant: string, rank: number): void {
    const standing = need.line.get(claimant);
    if (standing) need.line.set(claimant, { ...standing, rank });
  }

  private give(
    entry: LedgerEntry & { data: { need: string; volunteer: string; number: number } },
    need: NeedTally,
  ): void {
    const { volunteer, number } = entry.data;
    const holder = need.holders.get(number);
    if (holder !== undefined)
      this.breach('heldTwice', entry, `place ${number} goes to ${volunteer} while ${holder} has it`);
    if (need.placeOf.has(volunteer))
      this.breach('heldTwice', entry, `${volunteer} gets a second place of the same need`);
    need.holders.set(number, volunteer);
    need.placeOf.set(volunteer, number);
  }

  private free(volunteer: string, needId: string, need: NeedTally): void {
    const place = need.placeOf.get(volunteer);
    if (place !== undefined) need.holders.delete(place);
    need.placeOf.delete(volunteer);
    this.calendars.get(volunteer)?.delete(needId);
  }

  private enter(entry: LedgerEntry & { data: { need: string; volunteer: string } }, need: NeedTally): void {
    const { volunteer, need: id } = entry.data;
    if (need.dispatch === 'alert' || volunteer.startsWith('seat:')) return;
    const calendar = this.calendars.get(volunteer) ?? new Map<string, { from: number; till: number }>();
    const { from, till } = need;
    for (const [other, taken] of calendar) {
      if (other === id || taken.from >= till || from >= taken.till) continue;
      this.breach('overlaps', entry, `${volunteer} is taken by ${other} when ${id} takes place`);
    }
    this.calendars.set(volunteer, calendar.set(id, { from, till }));
  }

  /** Somebody from the line gets a place: whoever stands before them must be on record as passed, in this very decision. */
  private ensureNobodyWasPassed(
    entry: LedgerEntry & { data: { volunteer: string } },
    need: NeedTally,
    operation: string,
  ): void {
    const { volunteer } = entry.data;
    const own = need.line.get(volunteer);
    need.line.delete(volunteer);
    // Friends of the first in line come along; staff choose among applicants as they see fit, and are named for it.
    if (!own || operation === 'choose') return;
    for (const [other, { rank, claim }] of need.line) {
      const isAhead =
        rank < own.rank || (rank === own.rank && Buffer.compare(Buffer.from(other), Buffer.from(volunteer)) < 0);
      if (isAhead && !this.passed.has(claim)) {
        this.breach('lineViolations', entry, `${volunteer} was promoted past ${other} without a word`);
      }
    }
  }

  /** A newcomer gets a place: the line was asked first. */
  private ensureLineWasAsked(entry: LedgerEntry & { data: { volunteer: string } }, need: NeedTally): void {
    if (need.gathering || need.dispatch === 'alert' || need.dispatch === 'approval') return;
    for (const [other, { claim }] of need.line) {
      if (this.passed.has(claim)) continue;
      this.breach(
        'lineViolations',
        entry,
        `${entry.data.volunteer} got a place past ${other}, who waits, without a word`,
      );
    }
  }

  private breach(promise: Breach['promise'], { sequence }: LedgerEntry, words: string): void {
    this.breaches.push({ promise, sequence, words });
  }
}

const timesOf = (config: readonly (string | number)[]): [number, number] => [
  Number(config[FROM]),
  Number(config[TILL]),
];
