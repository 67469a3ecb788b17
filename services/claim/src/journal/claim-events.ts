import { create, type Message } from '@bufbuild/protobuf';
import {
  AlertStoodDownSchema,
  DrawHeldSchema,
  EndReason as EndReasonCode,
  OfferEndedSchema,
  OfferSource as OfferSourceCode,
  PassedOverSchema,
  PlaceConfirmedSchema,
  PlaceHandedOverSchema,
  PlaceHeldSchema,
  PlaceOfferedSchema,
  PlaceReleasedSchema,
  PlacesChangedSchema,
  PlacesClosedSchema,
  PlacesOf as PlacesOfCode,
  PlacesOpenedSchema,
  toTimestamp,
  WaitingListJoinedSchema,
  WaitingListLeftSchema,
  WaveReachedSchema,
} from '@huying/contracts';
import { Temporal } from 'temporal-polyfill';
import type { DrawResult } from '../draws/draw.js';
import type { EndReason, OfferSource, Passed, PlacesOf } from '../rules/entries.js';
import { unpackConfig } from '../rules/need-config.js';
import { refusalName } from '../rules/index.js';
import type { LogEntry } from './log-entry.js';

/** What events tell of a need that its log does not say in the entry itself. */
export interface NeedFacts {
  readonly of: PlacesOf;
  /** Only for entries that end or widen a publication. */
  readonly publication: number | undefined;
  readonly draw: DrawResult | undefined;
}

const kinds: Record<PlacesOf, PlacesOfCode> = {
  need: PlacesOfCode.NEED,
  class: PlacesOfCode.CLASS,
  appeal: PlacesOfCode.APPEAL,
};

const reasons: Record<EndReason, EndReasonCode> = {
  volunteer: EndReasonCode.VOLUNTEER,
  staff: EndReasonCode.STAFF,
  'need-ended': EndReasonCode.NEED_ENDED,
  'no-longer-fit': EndReasonCode.NO_LONGER_FIT,
  'handed-over': EndReasonCode.HANDED_OVER,
  'offer-expired': EndReasonCode.OFFER_EXPIRED,
  declined: EndReasonCode.DECLINED,
  'party-broken': EndReasonCode.PARTY_BROKEN,
  'stood-down': EndReasonCode.STOOD_DOWN,
  rejected: EndReasonCode.REJECTED,
  'places-lowered': EndReasonCode.PLACES_LOWERED,
  moved: EndReasonCode.NEED_ENDED,
};

const sources: Record<OfferSource, OfferSourceCode> = {
  line: OfferSourceCode.LINE,
  staff: OfferSourceCode.STAFF,
  'hand-over': OfferSourceCode.HAND_OVER,
  team: OfferSourceCode.TEAM,
  moved: OfferSourceCode.MOVED,
};

/** What volunteers are, and that a pool was rebuilt, is nobody else's business. */
type EntryOfNeed = Exclude<LogEntry, { readonly kind: 'volunteers' | 'rebuilt' }>;

const instant = (at: number) => toTimestamp(Temporal.Instant.fromEpochMilliseconds(at));

/** What the platform tells of an entry of the log. */
export function eventsOf(communityId: string, entry: LogEntry, facts: NeedFacts): Message[] {
  if (entry.kind === 'volunteers' || entry.kind === 'rebuilt') return [];
  const { need } = entry.data;
  const passed = 'passed' in entry.data ? (entry.data.passed ?? []) : [];
  const event = eventOf(communityId, entry, facts);
  return [
    ...(event ? [event] : []),
    ...passed.map((one) => passedOver(communityId, entry, kindOf(facts), { needId: need, ...one })),
  ];
}

const kindOf = (facts: NeedFacts): PlacesOfCode => kinds[facts.of];

function passedOver(
  communityId: string,
  entry: LogEntry,
  of: PlacesOfCode,
  one: Passed & { readonly needId: string },
): Message {
  return create(PassedOverSchema, {
    communityId,
    of,
    needId: one.needId,
    claimId: one.claim,
    volunteerId: one.volunteer,
    reason: refusalName(one.refusal),
    sequence: BigInt(entry.sequence),
    passedAt: instant(entry.at),
  });
}

function eventOf(communityId: string, entry: EntryOfNeed, facts: NeedFacts): Message | undefined {
  const at = instant(entry.at);
  const ofAny = { communityId, needId: entry.data.need, sequence: BigInt(entry.sequence) };
  const common = { ...ofAny, of: kindOf(facts) };
  const claim =
    'claim' in entry.data ? { ...common, claimId: entry.data.claim, volunteerId: entry.data.volunteer } : common;
  switch (entry.kind) {
    case 'opened': {
      const { publication, places, config, commitment = '' } = entry.data;
      const opensAt = instant(unpackConfig(config).opens);
      return create(PlacesOpenedSchema, { ...common, publication, places, opensAt, drawCommitment: commitment });
    }
    case 'closed':
      return create(PlacesClosedSchema, { ...common, publication: facts.publication ?? 0, closedAt: at });
    case 'stood-down':
      return create(AlertStoodDownSchema, { ...ofAny, outcome: entry.data.outcome ?? '', stoodDownAt: at });
    case 'places':
      return create(PlacesChangedSchema, { ...common, places: entry.data.places, changedAt: at });
    case 'widened':
      return create(WaveReachedSchema, {
        ...ofAny,
        wave: entry.data.wave,
        publication: facts.publication ?? 0,
        reachedAt: at,
      });
    case 'drawn': {
      const { seed } = entry.data;
      const { commitment, applicants, order } = facts.draw ?? { commitment: '', applicants: [], order: [] };
      const lots = applicants.map(({ claim: claimId, lots }) => ({ claimId, lots }));
      return create(DrawHeldSchema, { ...ofAny, seed, commitment, applicants: lots, order: [...order], drawnAt: at });
    }
    case 'held':
      return create(PlaceHeldSchema, { ...claim, place: entry.data.number, heldAt: at });
    case 'promoted':
    case 'accepted':
      return create(PlaceHeldSchema, { ...claim, place: entry.data.number, fromWaitingList: true, heldAt: at });
    case 'waiting':
      return create(WaitingListJoinedSchema, { ...claim, position: entry.data.number, joinedAt: at });
    case 'offered':
    case 'asked': {
      const source = sources[entry.kind === 'asked' ? 'moved' : entry.data.source];
      const { number: place, till } = entry.data;
      return create(PlaceOfferedSchema, { ...claim, place, source, until: instant(till), offeredAt: at });
    }
    case 'handed': {
      const { number: place, from: fromVolunteerId, fromClaim: fromClaimId } = entry.data;
      return create(PlaceHandedOverSchema, { ...claim, place, fromVolunteerId, fromClaimId, handedOverAt: at });
    }
    case 'confirmed':
      return create(PlaceConfirmedSchema, { ...claim, place: entry.data.number, confirmedAt: at });
    case 'released': {
      const { number: place, reason } = entry.data;
      return create(PlaceReleasedSchema, { ...claim, place, reason: reasons[reason], releasedAt: at });
    }
    case 'declined': {
      const { number: place, reason } = entry.data;
      return create(OfferEndedSchema, { ...claim, place, reason: reasons[reason], endedAt: at });
    }
    case 'left':
      return create(WaitingListLeftSchema, { ...claim, reason: reasons[entry.data.reason], leftAt: at });
    default:
      return undefined;
  }
}
