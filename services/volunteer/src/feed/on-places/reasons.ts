import { EndReason, OfferSource } from '@huying/contracts';

/** Why a claim ended, as the feed says it. */
export const reasons: Record<EndReason, string> = {
  [EndReason.UNSPECIFIED]: 'unknown',
  [EndReason.VOLUNTEER]: 'volunteer',
  [EndReason.STAFF]: 'staff',
  [EndReason.NEED_ENDED]: 'need-ended',
  [EndReason.NO_LONGER_FIT]: 'no-longer-fit',
  [EndReason.HANDED_OVER]: 'handed-over',
  [EndReason.OFFER_EXPIRED]: 'offer-expired',
  [EndReason.DECLINED]: 'declined',
  [EndReason.PARTY_BROKEN]: 'party-broken',
  [EndReason.STOOD_DOWN]: 'stood-down',
  [EndReason.REJECTED]: 'rejected',
  [EndReason.PLACES_LOWERED]: 'places-lowered',
};

/** Where an offered place comes from, as the feed says it. */
export const sources: Record<OfferSource, string> = {
  [OfferSource.UNSPECIFIED]: 'unknown',
  [OfferSource.LINE]: 'line',
  [OfferSource.STAFF]: 'staff',
  [OfferSource.HAND_OVER]: 'hand-over',
  [OfferSource.TEAM]: 'team',
  [OfferSource.MOVED]: 'moved',
};
