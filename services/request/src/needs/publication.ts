import { create } from '@bufbuild/protobuf';
import {
  Audience,
  Dispatch,
  LocationSchema,
  NeedPublishedSchema,
  RequirementsSchema,
  toTimestamp,
  WavesSchema,
  type NeedPublished,
} from '@huying/contracts';
import { Temporal } from 'temporal-polyfill';
import { isBefore } from '@huying/calendar';
import { urgencies, type Deed } from './deed.js';
import type { Need, NeedDispatch } from './need.entity.js';
import { needLife } from './need-life.js';
import { needProblems } from './needs.problems.js';

/** When the circle of those who may claim widens. */
export interface Widening {
  /** Until then: who has every preferred skill. From then on also members of the need's groups. */
  readonly groupsAt: Temporal.Instant;
  /** From then on everyone. */
  readonly everyoneAt: Temporal.Instant;
}

/** How the places find their volunteers; what is left out has the default that its comment names. */
export interface DispatchWish {
  /** Default: first-come. */
  readonly dispatch?: NeedDispatch;
  /** For waves, and only for them. */
  readonly waves?: Widening;
  /** For a draw, and only for it: when the lots are drawn. */
  readonly drawAt?: Temporal.Instant;
  /** Minutes within which somebody from the line must accept a place; default 0: they hold it at once. */
  readonly offerMinutes?: number;
  /** Hours between a volunteer's last place and this one; default 0. */
  readonly restHours?: number;
  /** What is risky about it, to be accepted before claiming; default: nothing. */
  readonly risk?: string;
}

/** How a need is to be published; what is left out has the default that its comment names. */
export interface Publication extends Deed, DispatchWish {
  /** Where it came from, when nobody publishes it by hand. */
  readonly reason?: string;
  /** When claiming opens; default and at the earliest: now. */
  readonly opensAt?: Temporal.Instant;
  /** When claiming closes; default: the start of the service. */
  readonly closesAt?: Temporal.Instant;
  /** Until when a place may be given back freely; default: two hours before the start. */
  readonly releaseUntil?: Temporal.Instant;
  /** The volunteer groups that may claim; none: everybody. */
  readonly groupIds: readonly string[];
  readonly waitingList: boolean;
}

/** When claiming is possible. */
interface Claiming {
  readonly opensAt: Temporal.Instant;
  readonly closesAt: Temporal.Instant;
}

export const FREE_RELEASE = Temporal.Duration.from({ hours: 2 });

/** Ways to dispatch as the published language has them. */
export const publishedDispatch: Record<NeedDispatch, Dispatch> = {
  'first-come': Dispatch.FIRST_COME,
  waves: Dispatch.WAVES,
  draw: Dispatch.DRAW,
  approval: Dispatch.APPROVAL,
  alert: Dispatch.ALERT,
};

/**
 * @throws need-places-required, need-alert-not-an-emergency, need-waves-required, need-waves-not-asked-for,
 * need-waves-without-circle, need-waves-out-of-order, need-waves-too-late, need-draw-time-required,
 * need-draw-time-not-asked-for, need-draw-before-opening, need-draw-too-late
 */
function ensureDispatch(need: Need, wish: Publication, dispatch: NeedDispatch, claiming: Claiming): void {
  if (dispatch === 'alert' && need.urgency !== 'emergency') throw needProblems.alertNotAnEmergency();
  if (dispatch !== 'alert' && need.places === 0) throw needProblems.placesRequired();
  ensureWaves(need, wish, dispatch, claiming);
  ensureDraw(wish, dispatch, claiming);
}

function ensureWaves(need: Need, { waves, groupIds }: Publication, dispatch: NeedDispatch, claiming: Claiming): void {
  if (dispatch !== 'waves') {
    if (waves) throw needProblems.wavesNotAskedFor();
    return;
  }
  if (!waves) throw needProblems.wavesRequired();
  if (groupIds.length === 0 && need.preferredSkills.length === 0) throw needProblems.wavesWithoutCircle();
  const { groupsAt, everyoneAt } = waves;
  if (isBefore(groupsAt, claiming.opensAt) || isBefore(everyoneAt, groupsAt)) throw needProblems.wavesOutOfOrder();
  if (!isBefore(everyoneAt, claiming.closesAt)) throw needProblems.wavesTooLate();
}

function ensureDraw({ drawAt }: Publication, dispatch: NeedDispatch, claiming: Claiming): void {
  if (dispatch !== 'draw') {
    if (drawAt) throw needProblems.drawTimeNotAskedFor();
    return;
  }
  if (!drawAt) throw needProblems.drawTimeRequired();
  if (!isBefore(claiming.opensAt, drawAt)) throw needProblems.drawBeforeOpening();
  if (!isBefore(drawAt, claiming.closesAt)) throw needProblems.drawTooLate();
}

/**
 * @throws need-not-a-draft, need-starts-in-the-past, need-opens-after-start, need-closes-before-opening,
 * need-closes-after-end, and what makes its way to dispatch impossible
 */
export function publish(need: Need, wish: Publication): NeedPublished {
  needLife.ensure(need.state, NeedPublishedSchema, (state) => needProblems.notADraft({ state }));
  if (isBefore(need.startsAt, wish.now)) throw needProblems.startsInThePast();
  const opensAt = wish.opensAt && isBefore(wish.now, wish.opensAt) ? wish.opensAt : wish.now;
  const closesAt = wish.closesAt ?? need.startsAt;
  if (!isBefore(opensAt, need.startsAt)) throw needProblems.opensAfterStart();
  if (!isBefore(opensAt, closesAt)) throw needProblems.closesBeforeOpening();
  if (isBefore(need.endsAt, closesAt)) throw needProblems.closesAfterEnd();
  const dispatch = wish.dispatch ?? 'first-come';
  ensureDispatch(need, wish, dispatch, { opensAt, closesAt });
  return create(NeedPublishedSchema, {
    ...described(need),
    publication: need.publication + 1,
    opensAt: toTimestamp(opensAt),
    closesAt: toTimestamp(closesAt),
    releaseUntil: toTimestamp(wish.releaseUntil ?? need.startsAt.subtract(FREE_RELEASE)),
    audience: wish.groupIds.length > 0 ? Audience.GROUPS : Audience.COMMUNITY,
    groupIds: [...wish.groupIds],
    waitingList: wish.waitingList,
    dispatch: publishedDispatch[dispatch],
    waves:
      wish.waves &&
      create(WavesSchema, {
        groupsAt: toTimestamp(wish.waves.groupsAt),
        everyoneAt: toTimestamp(wish.waves.everyoneAt),
      }),
    drawAt: wish.drawAt && toTimestamp(wish.drawAt),
    offerMinutes: wish.offerMinutes ?? 0,
    restHours: wish.restHours ?? 0,
    risk: wish.risk ?? '',
    publishedBy: wish.by,
    reason: wish.reason ?? '',
    publishedAt: toTimestamp(wish.now),
  });
}

/** What a publication tells of the need itself. */
const described = (need: Need) => ({
  needId: need.id,
  communityId: need.communityId,
  catalogueItemCode: need.catalogueItemCode,
  title: need.title,
  description: need.description,
  urgency: urgencies[need.urgency],
  places: need.places,
  startsAt: toTimestamp(need.startsAt),
  endsAt: toTimestamp(need.endsAt),
  location: locationOf(need),
  requirements: create(RequirementsSchema, {
    skills: need.skills,
    minimumAge: need.minimumAge,
    preferredSkills: need.preferredSkills,
    trainings: need.trainings,
    hometowns: need.hometowns,
    dialects: need.dialects,
  }),
  organiser: need.organiser,
  personInCharge: need.personInCharge,
  seriesId: need.seriesId ?? '',
  seriesLimit: need.seriesLimit,
});

/** Where a need takes place. */
export type Place = Pick<Need, 'locationName' | 'building' | 'latitude' | 'longitude'>;

/** Where it takes place, as the published language has it. */
export const locationOf = ({ locationName, building, latitude, longitude }: Place) =>
  create(LocationSchema, {
    name: locationName,
    building,
    ...(latitude !== null && longitude !== null && { latitude, longitude }),
  });
