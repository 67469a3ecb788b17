import type { OfferKind, TargetKind } from './partner.entity.js';

/** Which offer suits what: a pure ranking, with its reasons. */

/** What of an offer matters for a match. */
export interface Offered {
  readonly id: string;
  readonly kind: OfferKind;
  readonly left: number;
  readonly fromOn: string;
  readonly untilOn: string;
  readonly meantFor: readonly string[];
  readonly skills: readonly string[];
}

/** What is wanted. */
export interface Wanted {
  readonly kind: TargetKind;
  /** `CP` of a need's item, the kind of a milestone or programme. */
  readonly category: string;
  readonly skills: readonly string[];
  /** The days on which it is wanted, `YYYY-MM-DD`. */
  readonly fromOn: string;
  readonly untilOn: string;
  /** How much; undefined: any. */
  readonly amount?: number;
}

export const matchReasons = ['meant-for', 'suits-kind', 'skills', 'whole-period', 'enough', 'ends-soon'] as const;
export type MatchReason = (typeof matchReasons)[number];

/** What each reason adds. */
export const reasonPoints: Readonly<Record<MatchReason, number>> = {
  'meant-for': 40,
  'suits-kind': 20,
  skills: 20,
  'whole-period': 10,
  enough: 10,
  'ends-soon': 5,
};

export interface Ranked {
  readonly offerId: string;
  readonly points: number;
  readonly reasons: readonly MatchReason[];
}

/** What kind of offer suits what is wanted, where nothing more is said. */
const suits: Readonly<Record<string, readonly OfferKind[]>> = {
  room: ['room'],
  'first-activity': ['room', 'goods', 'in-kind'],
  accounts: ['skill'],
  registration: ['skill'],
  charter: ['skill'],
  classes: ['room', 'skill', 'goods'],
  campaign: ['goods', 'in-kind', 'skill'],
  LC: ['skill', 'goods', 'discount'],
  SS: ['job', 'skill'],
  SG: ['in-kind', 'goods', 'skill', 'discount'],
  CP: ['in-kind', 'goods', 'room'],
};

const DAYS_SOON = 30;

/** The days from one date to another. */
const daysBetween = (from: string, until: string): number => (Date.parse(until) - Date.parse(from)) / 86_400_000;

function reasonsFor(offer: Offered, wanted: Wanted): MatchReason[] {
  const reasons: MatchReason[] = [];
  if (offer.meantFor.includes(wanted.category)) reasons.push('meant-for');
  if (suits[wanted.category]?.includes(offer.kind)) reasons.push('suits-kind');
  if (wanted.skills.length > 0 && wanted.skills.every((skill) => offer.skills.includes(skill))) reasons.push('skills');
  if (offer.fromOn <= wanted.fromOn && wanted.untilOn <= offer.untilOn) reasons.push('whole-period');
  if (wanted.amount !== undefined && offer.left >= wanted.amount) reasons.push('enough');
  return reasons;
}

/**
 * The offers that can be of use, the best first; who offers for something else only, at another time, or has nothing left is
 * not among them. Between equals, what ends sooner comes first, so that it is not lost.
 */
export function rank(offers: readonly Offered[], wanted: Wanted): Ranked[] {
  const possible = offers.filter(
    ({ left, fromOn, untilOn, meantFor }) =>
      left > 0 &&
      fromOn <= wanted.untilOn &&
      wanted.fromOn <= untilOn &&
      (meantFor.length === 0 || meantFor.includes(wanted.category)),
  );
  const ranked = possible.flatMap((offer) => {
    const reasons = reasonsFor(offer, wanted);
    // Time and amount alone are no reason why it would help.
    if (!reasons.some((reason) => reason === 'meant-for' || reason === 'suits-kind' || reason === 'skills')) return [];
    if (daysBetween(wanted.fromOn, offer.untilOn) <= DAYS_SOON) reasons.push('ends-soon');
    const points = reasons.reduce((sum, reason) => sum + reasonPoints[reason], 0);
    return [{ offerId: offer.id, points, reasons, untilOn: offer.untilOn }];
  });
  ranked.sort((a, b) => b.points - a.points || compare(a.untilOn, b.untilOn) || compare(a.offerId, b.offerId));
  return ranked.map(({ offerId, points, reasons }) => ({ offerId, points, reasons }));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
