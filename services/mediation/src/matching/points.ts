import type { Bonds } from './bonds.js';
import { saysHowTheySpeak } from './bonds.js';
import type { MatchCandidate } from './candidate.js';
import { nearnesses, nearnessOf } from './hometown.js';
import type { MatchCase, MatchSide } from './parties.js';
import type { MatchReason } from './proposal.js';
import type { MatchingSettings } from './settings.js';
import { understandingBetween, understandingValue } from './speech.js';

/** The sides of a case as seen by all profiles of candidates. */
export interface SeenCase {
  readonly kind: string;
  readonly sides: readonly MatchSide[];
  readonly closeness: readonly ReturnType<Bonds['toSide']>[];
}

export const seenBy = (bonds: Bonds, { kind, sides }: Pick<MatchCase, 'kind' | 'sides'>): SeenCase => ({
  kind,
  sides,
  closeness: sides.map((side) => bonds.toSide(side)),
});

/** A weight's part, in tenths of a point: whole numbers, so that sums are exact and ties are ties. */
export const tenths = (weight: number, share: number): number => Math.round(weight * share * 10);

/** How close a profile is to a side, 0 to 1: by hometown or by speech, whichever is closer. */
export function closeTo(seen: SeenCase, side: number, profile: number): number {
  const closeness = seen.closeness[side];
  return Math.max(closeness?.hometown[profile] ?? 0, closeness?.speech[profile] ?? 0);
}

function closeToEvery(seen: SeenCase, profile: number): number {
  let least = 1;
  for (let side = 0; side < seen.sides.length; side++) least = Math.min(least, closeTo(seen, side, profile));
  return least;
}

export const freeShare = ({ load, loadLimit }: Pick<MatchCandidate, 'load' | 'loadLimit'>): number =>
  loadLimit > 0 ? Math.max(0, loadLimit - load) / loadLimit : 0;

/**
 * How often cases of that kind end in an agreement that holds: few cases say little, so they are drawn to what the same person
 * reaches in all kinds, and that to the prior.
 */
export function outcomesOf({ outcomes }: MatchCandidate, kind: string, settings: MatchingSettings['outcomes']) {
  const { priorCases, priorRate } = settings;
  const drawn = (agreed: number, ended: number, towards: number): number =>
    (agreed + priorCases * towards) / (ended + priorCases);
  const sum = (of: readonly { ended: number; agreed: number }[], what: 'ended' | 'agreed'): number =>
    of.reduce((total, one) => total + one[what], 0);
  const ofKind = outcomes.filter((one) => one.kind === kind);
  const [agreed, ended, endedAll] = [sum(ofKind, 'agreed'), sum(ofKind, 'ended'), sum(outcomes, 'ended')];
  return { agreed, ended, endedAll, rate: drawn(agreed, ended, drawn(sum(outcomes, 'agreed'), endedAll, priorRate)) };
}

/** The points that have nothing to do with who the sides are. */
export function ownTenths(kind: string, candidate: MatchCandidate, settings: MatchingSettings): number {
  const { weights } = settings;
  return (
    tenths(weights.field, candidate.fields.includes(kind) ? 1 : 0) +
    tenths(weights.load, freeShare(candidate)) +
    tenths(weights.outcomes, outcomesOf(candidate, kind, settings.outcomes).rate)
  );
}

/** The points for being close to the sides. */
export function closenessTenths(seen: SeenCase, profile: number, { weights }: MatchingSettings): number {
  const sides = seen.sides.length;
  let sum = tenths(weights['every-side'], closeToEvery(seen, profile));
  for (const { hometown, speech } of seen.closeness) {
    sum += tenths(weights.hometown / sides, hometown[profile] ?? 0);
    sum += tenths(weights.speech / sides, speech[profile] ?? 0);
  }
  return sum;
}

/** The same points one by one, with what a person needs to check them. They add up to the two sums above. */
export function reasonsOf(
  seen: SeenCase,
  candidate: MatchCandidate,
  profile: number,
  settings: MatchingSettings,
): MatchReason[] {
  const { weights } = settings;
  const sides = seen.sides.length;
  const reasons: MatchReason[] = [];
  for (const [at, side] of seen.sides.entries()) {
    const { hometown, speech } = seen.closeness[at] ?? {};
    const fromHome = tenths(weights.hometown / sides, hometown?.[profile] ?? 0);
    if (fromHome > 0) reasons.push({ kind: 'hometown', points: fromHome / 10, ...nearestOf(side, candidate) });
    const bySpeech = tenths(weights.speech / sides, speech?.[profile] ?? 0);
    if (bySpeech > 0)
      reasons.push({ kind: 'speech', points: bySpeech / 10, ...bestSpokenWith(side, candidate, settings) });
  }
  const every = tenths(weights['every-side'], closeToEvery(seen, profile));
  if (every > 0) reasons.push({ kind: 'every-side', points: every / 10 });
  const field = tenths(weights.field, candidate.fields.includes(seen.kind) ? 1 : 0);
  if (field > 0) reasons.push({ kind: 'field', points: field / 10, field: seen.kind });
  const { load, loadLimit } = candidate;
  reasons.push({ kind: 'load', points: tenths(weights.load, freeShare(candidate)) / 10, load, loadLimit });
  const outcomes = outcomesOf(candidate, seen.kind, settings.outcomes);
  reasons.push({ kind: 'outcomes', points: tenths(weights.outcomes, outcomes.rate) / 10, ...outcomes });
  return reasons;
}

function nearestOf({ id, parties }: MatchSide, { hometown = '' }: MatchCandidate) {
  const found = parties.flatMap((party) => (party.hometown ? [nearnessOf(party.hometown, hometown)] : []));
  const nearness = nearnesses.find((one) => found.includes(one)) ?? 'country';
  return { sideId: id, nearness, people: found.filter((one) => one === nearness).length, known: found.length };
}

function bestSpokenWith({ id, parties }: MatchSide, candidate: MatchCandidate, settings: MatchingSettings) {
  const known = parties.filter(saysHowTheySpeak);
  const found = known.flatMap((party) => understandingBetween(party, candidate, settings.speech) ?? []);
  const value = (of: (typeof found)[number]): number => understandingValue(of, settings.speech);
  const best = found.reduce((a, b) => (value(b) > value(a) ? b : a));
  const people = found.filter((one) => value(one) === value(best)).length;
  return { ...best, sideId: id, people, known: known.length };
}
