import { createHash } from 'node:crypto';
import type { Timestamp } from '@bufbuild/protobuf/wkt';
import {
  Dispatch,
  NeedCancelledSchema,
  NeedClosedSchema,
  NeedCompletedSchema,
  NeedExpiredSchema,
  NeedMovedSchema,
  NeedPublishedSchema,
  NeedReopenedSchema,
  toInstant,
  type NeedCancelled,
  type NeedClosed,
  type NeedCompleted,
  type Location,
  type NeedExpired,
  type NeedMoved,
  type NeedPublished,
  type NeedReopened,
} from '@huying/contracts';
import { Consumer, On, type Delivery } from '@huying/events';
import type { DispatchKind } from '../rules/entries.js';
import { KnownNeed, type KnownPlace, type Terms } from './known-need.entity.js';
import { endPlaces } from './open-places.js';
import { noteChange } from './pool-change.js';

const dispatches: Record<Dispatch, DispatchKind> = {
  [Dispatch.UNSPECIFIED]: 'first-come',
  [Dispatch.FIRST_COME]: 'first-come',
  [Dispatch.WAVES]: 'waves',
  [Dispatch.DRAW]: 'draw',
  [Dispatch.APPROVAL]: 'approval',
  [Dispatch.ALERT]: 'alert',
};

const text = (time: Timestamp | undefined): string | null => (time ? toInstant(time).toString() : null);

/** Of a place without degrees only a digest of its name is kept: enough to see that two are the same. */
function placeOf(location: Location | undefined): KnownPlace {
  const { latitude, longitude, name = '' } = location ?? {};
  if (latitude !== undefined && longitude !== undefined) return { latitude, longitude };
  return { digest: createHash('sha256').update(name).digest().readInt32BE() };
}

function termsOf(event: NeedPublished): Terms {
  const { requirements, waves } = event;
  return {
    dispatch: dispatches[event.dispatch],
    skills: requirements?.skills ?? [],
    preferredSkills: requirements?.preferredSkills ?? [],
    trainings: requirements?.trainings ?? [],
    hometowns: requirements?.hometowns ?? [],
    dialects: requirements?.dialects ?? [],
    groupIds: event.groupIds,
    minimumAge: requirements?.minimumAge ?? 0,
    waitingList: event.waitingList,
    groupsAt: text(waves?.groupsAt),
    everyoneAt: text(waves?.everyoneAt),
    drawAt: text(event.drawAt),
    offerMinutes: event.offerMinutes,
    restHours: event.restHours,
    isRisky: event.risk !== '',
    seriesId: event.seriesId,
    seriesLimit: event.seriesLimit,
    place: placeOf(event.location),
  };
}

/** Learns of needs: a published one opens its places, one that is over closes them, one called off ends its claims. */
@Consumer()
export class OnNeeds {
  @On(NeedPublishedSchema)
  async published({ event, tx }: Delivery<NeedPublished>): Promise<void> {
    const known = await tx.lockIfPresent(KnownNeed, { id: event.needId });
    if (known && known.publication >= event.publication) return;
    const need = known ?? tx.create(KnownNeed, { id: event.needId });
    Object.assign(need, {
      pool: event.communityId,
      publication: event.publication,
      state: 'open',
      places: event.places,
      opensAt: toInstant(event.opensAt),
      closesAt: toInstant(event.closesAt),
      startsAt: toInstant(event.startsAt),
      endsAt: toInstant(event.endsAt),
      releaseUntil: toInstant(event.releaseUntil),
      revision: 0,
      answerBy: null,
      terms: termsOf(event),
    });
    await tx.save(need);
    noteChange(tx, need.pool, 'need', need.id);
  }

  @On(NeedMovedSchema)
  async moved({ event, tx }: Delivery<NeedMoved>): Promise<void> {
    const need = await tx.lockIfPresent(KnownNeed, { id: event.needId });
    if (!need || need.publication !== event.publication || need.revision >= event.revision) return;
    Object.assign(need, {
      revision: event.revision,
      opensAt: toInstant(event.opensAt),
      closesAt: toInstant(event.closesAt),
      startsAt: toInstant(event.startsAt),
      endsAt: toInstant(event.endsAt),
      releaseUntil: toInstant(event.releaseUntil),
      answerBy: event.answerBy ? toInstant(event.answerBy) : null,
      terms: { ...need.terms, place: placeOf(event.location) },
    });
    await tx.save(need);
    noteChange(tx, need.pool, 'need', need.id);
  }

  @On(NeedCompletedSchema)
  completed({ event, tx }: Delivery<NeedCompleted>): Promise<void> {
    return endPlaces(tx, event.needId, 'closed');
  }

  @On(NeedClosedSchema)
  closed({ event, tx }: Delivery<NeedClosed>): Promise<void> {
    return endPlaces(tx, event.needId, 'closed');
  }

  @On(NeedCancelledSchema)
  cancelled({ event, tx }: Delivery<NeedCancelled>): Promise<void> {
    return endPlaces(tx, event.needId, 'ended');
  }

  @On(NeedExpiredSchema)
  expired({ event, tx }: Delivery<NeedExpired>): Promise<void> {
    return endPlaces(tx, event.needId, 'ended');
  }

  @On(NeedReopenedSchema)
  reopened({ event, tx }: Delivery<NeedReopened>): Promise<void> {
    return endPlaces(tx, event.needId, 'ended');
  }
}
