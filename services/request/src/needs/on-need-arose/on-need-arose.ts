import { create } from '@bufbuild/protobuf';
import { Logger } from '@nestjs/common';
import { isBefore, later } from '@huying/calendar';
import {
  NeedAroseSchema,
  NeedLapsedSchema,
  NeedCancelledSchema,
  VolunteersWantedSchema,
  toInstant,
  type NeedArose,
  type NeedLapsed,
  type VolunteersWanted,
} from '@huying/contracts';
import type { Tx } from '@huying/database';
import { Consumer, On, PermanentError, type Delivery } from '@huying/events';
import { Clock } from '@huying/http';
import type { Temporal } from 'temporal-polyfill';
import { Catalogue } from '../../catalogue/catalogue.js';
import { urgencies as published, type ReasonedDeed } from '../deed.js';
import { needLife } from '../need-life.js';
import { transition } from '../need-history.js';
import { Need, urgencies, type NeedUrgency } from '../need.entity.js';
import { cancel, raise } from '../need.js';
import { publish } from '../publication.js';
import { unpublished } from '../raise-need/raise-need.handler.js';

/** Who enters in a need's history what these services said. */
const ORGANIZATION_SERVICE = 'organization-service';
const DELIBERATION_SERVICE = 'deliberation-service';

/** What an event that was under way for a while may shift its start by, so that the need can still be claimed. */
const NOTICE = { minutes: 1 };

/**
 * A need arose where people meet, teach or campaign, or residents decided on what volunteers can do: it is raised under the id that it
 * was given there, and published if asked. One that lapses is cancelled, unless its service has begun.
 */
@Consumer()
export class OnNeedArose {
  private readonly logger = new Logger('needs');

  constructor(
    private readonly catalogue: Catalogue,
    private readonly clock: Clock,
  ) {}

  @On(NeedAroseSchema)
  arose({ event, tx }: Delivery<NeedArose>): Promise<void> {
    return this.raise(tx, event, ORGANIZATION_SERVICE);
  }

  @On(VolunteersWantedSchema)
  wanted({ event, tx }: Delivery<VolunteersWanted>): Promise<void> {
    return this.raise(tx, asArisen(event), DELIBERATION_SERVICE);
  }

  private async raise(tx: Tx, event: NeedArose, by: string): Promise<void> {
    const item = await this.catalogue.find(event.communityId, event.catalogueItemCode);
    if (!item) {
      throw new PermanentError('The catalogue has no such item: change the item, or replay when it is there.', {
        code: 'need-unknown-item',
      });
    }
    const now = this.clock.now();
    const times = timesOf(event, now);
    if (!times) {
      this.logger.warn({ needId: event.needId }, 'A need was heard of only when its time was over; it is not raised.');
      return;
    }
    const reason = `${event.origin?.kind ?? ''}: ${event.origin?.id ?? ''}`;
    const deed = { by, now, reason };
    const dueAt = now.add({ minutes: item.usualResponseMinutes });
    const need = tx.create(Need, {
      ...needOf(event, by),
      ...times,
      dueAt,
      catalogueItemCode: item.code,
      raisedAt: now,
    });
    await take(tx, need, raise(need, { ...deed, by: need.raisedBy }), deed);
    if (event.publish) await take(tx, need, publish(need, publicationOf(need, deed)), deed);
  }

  @On(NeedLapsedSchema)
  async lapsed({ event, tx }: Delivery<NeedLapsed>): Promise<void> {
    const need = await tx.lockIfPresent(Need, { id: event.needId, communityId: event.communityId });
    if (!need || !needLife.may(need.state, NeedCancelledSchema)) return;
    const deed = { by: ORGANIZATION_SERVICE, now: this.clock.now(), reason: event.reason };
    await take(tx, need, cancel(need, deed), deed);
  }
}

const take = (tx: Tx, need: Need, event: Parameters<typeof transition>[2], { by, now, reason }: ReasonedDeed) =>
  transition(tx, need, event, { by, reason, at: now });

/** When it is: as it was said, or from now on if that has begun meanwhile. An emergency still wants somebody when it is over. */
function timesOf(event: NeedArose, now: Temporal.Instant): Pick<Need, 'startsAt' | 'endsAt'> | undefined {
  const [startsAt, endsAt] = [toInstant(event.startsAt), toInstant(event.endsAt)];
  const soon = later(startsAt, now.add(NOTICE));
  if (isBefore(soon, endsAt)) return { startsAt: soon, endsAt };
  return urgencyOf(event) === 'emergency' ? { startsAt: soon, endsAt: soon.add(startsAt.until(endsAt)) } : undefined;
}

/** An emergency can be claimed until it is over, anything else until it starts. */
const publicationOf = (need: Need, deed: ReasonedDeed) => ({
  ...deed,
  groupIds: [],
  waitingList: true,
  closesAt: need.urgency === 'emergency' ? need.endsAt : need.startsAt,
});

const urgencyOf = ({ urgency }: NeedArose): NeedUrgency =>
  urgencies.find((one) => published[one] === urgency) ?? 'normal';

/** The option of a list, in the words of a need that arises elsewhere. */
const asArisen = ({ $typeName: _, roundId, optionId, wantedBy, wantedAt, ...told }: VolunteersWanted): NeedArose =>
  create(NeedAroseSchema, {
    ...told,
    origin: { kind: 'priority', id: `${roundId} ${optionId}` },
    ...{ organiser: told.communityId, aroseBy: wantedBy, aroseAt: wantedAt },
  });

const needOf = (event: NeedArose, by: string) => ({
  id: event.needId,
  communityId: event.communityId,
  state: 'draft' as const,
  callId: null,
  callerId: null,
  title: event.title,
  description: event.description,
  urgency: urgencyOf(event),
  places: event.places,
  locationName: event.location?.name ?? '',
  building: event.location?.building ?? '',
  latitude: event.location?.latitude ?? null,
  longitude: event.location?.longitude ?? null,
  skills: event.skills,
  minimumAge: event.minimumAge,
  preferredSkills: [],
  trainings: [],
  hometowns: [],
  dialects: [],
  ...unpublished(),
  organiser: event.organiser,
  personInCharge: event.personInCharge,
  privateDetails: event.privateDetails || null,
  raisedBy: event.aroseBy || by,
});
