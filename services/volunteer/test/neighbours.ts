import { create } from '@bufbuild/protobuf';
import {
  Audience,
  Dispatch,
  EndReason,
  NeedCompletedSchema,
  NeedMovedSchema,
  NeedPublishedSchema,
  NeedReopenedSchema,
  PlaceHeldSchema,
  PlaceReleasedSchema,
  toTimestamp,
  Urgency,
  type NeedPublished,
  type PlaceHeld,
  type PlaceReleased,
} from '@huying/contracts';
import { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';

/** The service of the needs in these tests: two hours on the first of December. */
export const startsAt = Temporal.Instant.from('2026-12-01T01:00:00Z');
export const endsAt = Temporal.Instant.from('2026-12-01T03:00:00Z');

/** What differs from the usual publication. */
interface PublicationExample {
  readonly groupIds?: string[];
  readonly community?: string;
  readonly title?: string;
  readonly publication?: number;
  readonly dispatch?: Dispatch;
  readonly urgency?: Urgency;
  readonly preferredSkills?: string[];
  /** So many hours later than usual: its service, and all that goes before. */
  readonly later?: number;
}

/** A publication as the request service tells of it. */
export function needPublished(
  needId: string,
  {
    groupIds = [],
    community = 'xishan',
    title = '陪独居老人体检',
    publication = 1,
    later = 0,
    ...more
  }: PublicationExample = {},
): NeedPublished {
  const at = (time: Temporal.Instant) => toTimestamp(time.add({ hours: later }));
  return create(NeedPublishedSchema, {
    needId,
    communityId: community,
    publication,
    title,
    description: '上午到社区卫生服务中心',
    places: 3,
    startsAt: at(startsAt),
    endsAt: at(endsAt),
    opensAt: at(startsAt.subtract({ hours: 48 })),
    closesAt: at(startsAt),
    releaseUntil: at(startsAt.subtract({ hours: 2 })),
    location: { name: '居民会客厅', building: '3幢' },
    audience: groupIds.length > 0 ? Audience.GROUPS : Audience.COMMUNITY,
    groupIds,
    waitingList: true,
    organiser: '爱心联盟',
    personInCharge: '金站长',
    publishedBy: 'staff-1',
    publishedAt: at(startsAt.subtract({ hours: 48 })),
    dispatch: more.dispatch ?? Dispatch.FIRST_COME,
    urgency: more.urgency ?? Urgency.NORMAL,
    requirements: { preferredSkills: more.preferredSkills ?? [] },
  });
}

/** A held place as the claim service tells of it. */
export function placeHeld(
  needId: string,
  volunteerId: string,
  claimId = uuidv7(),
  community = 'xishan',
  later = 0,
): PlaceHeld {
  return create(PlaceHeldSchema, {
    needId,
    communityId: community,
    claimId,
    volunteerId,
    place: 1,
    fromWaitingList: false,
    sequence: 1n,
    heldAt: toTimestamp(startsAt.subtract({ hours: 47 }).add({ hours: later })),
  });
}

/** The same place given back. */
export function placeReleased(
  { needId, communityId, claimId, volunteerId, place }: PlaceHeld,
  reason = EndReason.VOLUNTEER,
): PlaceReleased {
  const releasedAt = toTimestamp(startsAt.subtract({ hours: 46 }));
  return create(PlaceReleasedSchema, {
    needId,
    communityId,
    claimId,
    volunteerId,
    place,
    reason,
    sequence: 2n,
    releasedAt,
  });
}

/** The service is done, as the request service tells of it. */
export const needCompleted = (needId: string) =>
  create(NeedCompletedSchema, {
    needId,
    communityId: 'xishan',
    completedBy: 'staff-1',
    reason: 'x',
    completedAt: toTimestamp(endsAt),
  });

/** The need is to take place so many hours later; it was done, and is to be published again. */
export const needReopened = (needId: string, later: number) =>
  create(NeedReopenedSchema, {
    needId,
    communityId: 'xishan',
    reopenedBy: 'staff-1',
    reason: '还要再来一次',
    startsAt: toTimestamp(startsAt.add({ hours: later })),
    endsAt: toTimestamp(endsAt.add({ hours: later })),
    reopenedAt: toTimestamp(endsAt.add({ hours: 1 })),
  });

/** The need takes place a day later, elsewhere. */
export const needMoved = (needId: string, { publication = 1, revision = 1, asks = true } = {}) =>
  create(NeedMovedSchema, {
    needId,
    communityId: 'xishan',
    publication,
    revision,
    startsAt: toTimestamp(startsAt.add({ hours: 24 })),
    endsAt: toTimestamp(endsAt.add({ hours: 24 })),
    opensAt: toTimestamp(startsAt.subtract({ hours: 48 })),
    closesAt: toTimestamp(startsAt.add({ hours: 24 })),
    releaseUntil: toTimestamp(startsAt.add({ hours: 22 })),
    location: { name: '西山公园', building: '' },
    ...(asks && { answerBy: toTimestamp(startsAt.subtract({ hours: 2 })) }),
    reason: '下雨',
    movedBy: 'staff-1',
    movedAt: toTimestamp(startsAt.subtract({ hours: 40 })),
  });
