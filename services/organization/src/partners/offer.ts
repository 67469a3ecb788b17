import { create } from '@bufbuild/protobuf';
import {
  OfferAcceptedSchema,
  OfferDeclinedSchema,
  OfferExpiredSchema,
  OfferMadeSchema,
  OfferMatchedSchema,
  OfferSpentSchema,
  OfferUsedSchema,
  OfferWithdrawnSchema,
  PartnerJoinedSchema,
  PartnerLeftSchema,
  PartnerThankedSchema,
  toTimestamp,
  type OfferAccepted,
  type OfferDeclined,
  type OfferExpired,
  type OfferMade,
  type OfferMatched,
  type OfferSpent,
  type OfferUsed,
  type OfferWithdrawn,
  type PartnerJoined,
  type PartnerLeft,
  type PartnerThanked,
} from '@huying/contracts';
import { lifecycle } from '@huying/lifecycle';
import type { Deed, ReasonedDeed } from '@huying/http';
import type { Temporal } from 'temporal-polyfill';
import type { MatchState, Offer, OfferMatch, OfferState, Partner, PartnerState } from './partner.entity.js';
import { offerProblems, partnerProblems } from './partners.problems.js';

export const partnerLife = lifecycle<PartnerState>({
  name: 'partner',
  title: 'Partner 联合会成员',
  begins: [PartnerJoinedSchema, 'joined'],
  ways: [[PartnerLeftSchema, ['joined'], 'left']],
  refuse: (state) => partnerProblems.wrongState({ state }),
});

export function joinPartner({ id, communityId, kind, name }: Partner, { by, now }: Deed): PartnerJoined {
  return create(PartnerJoinedSchema, {
    partnerId: id,
    communityId,
    kind,
    name,
    joinedBy: by,
    joinedAt: toTimestamp(now),
  });
}

/**
 * @param agreed what it has agreed to and not given yet
 * @throws partner-wrong-state, partner-agreed
 */
export function leavePartner(
  { id, communityId, state }: Partner,
  { agreed, by, now, reason }: ReasonedDeed & { agreed: number },
): PartnerLeft {
  partnerLife.ensure(state, PartnerLeftSchema);
  if (agreed > 0) throw partnerProblems.agreed({ count: agreed });
  return create(PartnerLeftSchema, { partnerId: id, communityId, reason, leftBy: by, leftAt: toTimestamp(now) });
}

export const offerLife = lifecycle<OfferState>({
  name: 'offer',
  title: 'Offer 资源',
  begins: [OfferMadeSchema, 'open'],
  ways: [
    [OfferSpentSchema, ['open'], 'spent'],
    [OfferWithdrawnSchema, ['open'], 'withdrawn'],
    [OfferExpiredSchema, ['open'], 'expired'],
  ],
  refuse: (state) => offerProblems.wrongState({ state }),
});

/** Part of an offer, on its way to somebody. */
export const matchLife = lifecycle<MatchState>({
  name: 'offer-match',
  title: 'Match of an offer 资源对接',
  begins: [OfferMatchedSchema, 'proposed'],
  ways: [
    [OfferAcceptedSchema, ['proposed'], 'accepted'],
    [OfferDeclinedSchema, ['proposed', 'accepted'], 'declined'],
    [OfferUsedSchema, ['accepted'], 'used'],
    [PartnerThankedSchema, ['used'], 'thanked'],
  ],
  refuse: (state) => offerProblems.matchWrongState({ state }),
});

const told = ({ id, communityId, partnerId }: Offer) => ({ offerId: id, communityId, partnerId });
const matchTold = ({ id, offerId, communityId, partnerId, amount }: OfferMatch) => ({
  ...{ offerId, communityId, partnerId },
  ...{ matchId: id, amount },
});

/** @throws offer-period-upside-down */
export function makeOffer(offer: Offer, { today, by, now }: Deed & { today: string }): OfferMade {
  const { kind, title, amount, unit, fromOn, untilOn } = offer;
  if (untilOn < fromOn || untilOn < today) throw offerProblems.periodUpsideDown();
  return create(OfferMadeSchema, {
    ...told(offer),
    ...{ kind, title, amount, unit, fromOn, untilOn },
    ...{ madeBy: by, madeAt: toTimestamp(now) },
  });
}

/** @throws offer-wrong-state, offer-out-of-period, offer-not-enough-left */
function ensureCanGive(offer: Offer, amount: number, today: string): void {
  if (offer.state !== 'open') throw offerProblems.wrongState({ state: offer.state });
  if (today > offer.untilOn) throw offerProblems.outOfPeriod({ from: offer.fromOn, until: offer.untilOn });
  if (amount > offer.left) throw offerProblems.notEnoughLeft({ left: offer.left });
}

/** @throws offer-wrong-state, offer-out-of-period, offer-not-enough-left */
export function propose(
  match: OfferMatch,
  { offer, today, by, now }: Deed & { offer: Offer; today: string },
): OfferMatched {
  ensureCanGive(offer, match.amount, today);
  const { targetKind, targetId, organizationId } = match;
  return create(OfferMatchedSchema, {
    ...matchTold(match),
    ...{ targetKind, targetId, organizationId: organizationId ?? '', matchedBy: by, matchedAt: toTimestamp(now) },
  });
}

/** Sets the amount aside. @throws offer-match-wrong-state, offer-wrong-state, offer-out-of-period, offer-not-enough-left */
export function acceptMatch(
  match: OfferMatch,
  { offer, today, by, now }: Deed & { offer: Offer; today: string },
): OfferAccepted {
  matchLife.ensure(match.state, OfferAcceptedSchema);
  ensureCanGive(offer, match.amount, today);
  const left = offer.left - match.amount;
  return create(OfferAcceptedSchema, { ...matchTold(match), left, acceptedBy: by, acceptedAt: toTimestamp(now) });
}

/** Frees what was set aside. @throws offer-match-wrong-state */
export function declineMatch(
  match: OfferMatch,
  { offer, by, now, reason }: ReasonedDeed & { offer: Offer },
): OfferDeclined {
  matchLife.ensure(match.state, OfferDeclinedSchema);
  const left = offer.left + (match.state === 'accepted' ? match.amount : 0);
  return create(OfferDeclinedSchema, {
    ...matchTold(match),
    left,
    reason,
    declinedBy: by,
    declinedAt: toTimestamp(now),
  });
}

/** @throws offer-match-wrong-state: also for who is second */
export function useMatch(match: OfferMatch, { offer, by, now }: Deed & { offer: Offer }): OfferUsed {
  matchLife.ensure(match.state, OfferUsedSchema);
  const { targetKind, targetId, organizationId, unit } = match;
  return create(OfferUsedSchema, {
    ...matchTold(match),
    ...{ targetKind, targetId, organizationId: organizationId ?? '', unit, left: offer.left },
    ...{ usedBy: by, usedAt: toTimestamp(now) },
  });
}

/** @throws offer-match-wrong-state */
export function thank(match: OfferMatch, { text, by, now }: Deed & { text: string }): PartnerThanked {
  matchLife.ensure(match.state, PartnerThankedSchema);
  const { id: matchId, offerId, communityId, partnerId } = match;
  return create(PartnerThankedSchema, {
    ...{ offerId, communityId, partnerId, matchId, text },
    ...{ thankedBy: by, thankedAt: toTimestamp(now) },
  });
}

/** Nothing is left, and nothing is set aside that could become free again. */
export function spend(
  offer: Offer,
  { setAside, now }: { setAside: number; now: Temporal.Instant },
): OfferSpent | undefined {
  if (offer.left > 0 || setAside > 0 || !offerLife.may(offer.state, OfferSpentSchema)) return undefined;
  return create(OfferSpentSchema, { ...told(offer), spentAt: toTimestamp(now) });
}

/** @throws offer-wrong-state */
export function withdrawOffer(offer: Offer, { by, now, reason }: ReasonedDeed): OfferWithdrawn {
  offerLife.ensure(offer.state, OfferWithdrawnSchema);
  return create(OfferWithdrawnSchema, { ...told(offer), reason, withdrawnBy: by, withdrawnAt: toTimestamp(now) });
}

export function expireOffer(
  offer: Offer,
  { today, now }: { today: string; now: Temporal.Instant },
): OfferExpired | undefined {
  if (offer.untilOn >= today || !offerLife.may(offer.state, OfferExpiredSchema)) return undefined;
  return create(OfferExpiredSchema, { ...told(offer), expiredAt: toTimestamp(now) });
}
