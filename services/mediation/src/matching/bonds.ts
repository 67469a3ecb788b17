import type { MatchCandidate } from './candidate.js';
import { nearnessOf } from './hometown.js';
import type { MatchParty, MatchSide } from './parties.js';
import type { MatchingSettings } from './settings.js';
import { understandingBetween, understandingValue } from './speech.js';

/** How close each profile of candidates is to something, 0 to 1. */
interface Closeness {
  readonly hometown: Float64Array;
  readonly speech: Float64Array;
}

/** What of somebody decides how close they are: alike people are looked at once. */
const originOf = ({ hometown, dialects, languages }: Pick<MatchParty, 'hometown' | 'dialects' | 'languages'>): string =>
  JSON.stringify([hometown ?? '', dialects ?? [], languages ?? []]);

/**
 * How close candidates are to sides by hometown and by speech: the mean over a side's people of whom it is known, so that one
 * countryman among forty does not stand for all.
 */
export class Bonds {
  private readonly profiles = new Map<string, { index: number; candidate: MatchCandidate }>();
  private readonly profileOfCandidate = new Map<string, number>();
  private readonly byOrigin = new Map<string, Closeness>();

  constructor(
    candidates: readonly MatchCandidate[],
    private readonly settings: MatchingSettings,
  ) {
    for (const candidate of candidates) {
      const key = profileKeyOf(candidate);
      const profile = this.profiles.get(key) ?? { index: this.profiles.size, candidate };
      this.profiles.set(key, profile);
      this.profileOfCandidate.set(candidate.id, profile.index);
    }
  }

  /** How many profiles there are; they are numbered from 0. */
  get size(): number {
    return this.profiles.size;
  }

  profileOf({ id }: MatchCandidate): number {
    const index = this.profileOfCandidate.get(id);
    if (index === undefined) throw new RangeError(`Candidate ${id} was not among those whose bonds were asked for.`);
    return index;
  }

  /** By profile. */
  toSide(side: MatchSide): Closeness {
    const [only] = side.parties;
    if (only && side.parties.length === 1) return this.toParty(only);
    return {
      hometown: this.mean(
        side.parties.filter(({ hometown }) => hometown !== undefined),
        'hometown',
      ),
      speech: this.mean(side.parties.filter(saysHowTheySpeak), 'speech'),
    };
  }

  private mean(parties: readonly MatchParty[], of: keyof Closeness): Float64Array {
    const sum = new Float64Array(this.profiles.size);
    for (const party of parties) {
      const closeness = this.toParty(party)[of];
      for (let at = 0; at < sum.length; at++) sum[at] = (sum[at] ?? 0) + (closeness[at] ?? 0);
    }
    return parties.length > 0 ? sum.map((value) => value / parties.length) : sum;
  }

  private toParty(party: MatchParty): Closeness {
    const key = originOf(party);
    const known = this.byOrigin.get(key);
    if (known) return known;
    const { nearness, speech } = this.settings;
    const closeness = {
      hometown: new Float64Array(this.profiles.size),
      speech: new Float64Array(this.profiles.size),
    };
    for (const { index, candidate } of this.profiles.values()) {
      if (party.hometown !== undefined && candidate.hometown !== undefined) {
        closeness.hometown[index] = nearness[nearnessOf(party.hometown, candidate.hometown)];
      }
      const understanding = understandingBetween(party, candidate, speech);
      if (understanding) closeness.speech[index] = understandingValue(understanding, speech);
    }
    this.byOrigin.set(key, closeness);
    return closeness;
  }
}

export const saysHowTheySpeak = ({ dialects = [], languages = [] }: MatchParty): boolean =>
  dialects.length + languages.length > 0;

const profileKeyOf = ({ hometown = '', dialects, languages }: MatchCandidate): string =>
  JSON.stringify([hometown, ...[dialects, languages].map((spoken) => spoken.map(({ code, level }) => [code, level]))]);
