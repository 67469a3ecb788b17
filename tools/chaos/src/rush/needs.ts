import { create } from '@bufbuild/protobuf';
import {
  Audience,
  Dispatch,
  NeedCancelledSchema,
  NeedClosedSchema,
  NeedPublishedSchema,
  toTimestamp,
  VolunteerChangedSchema,
  VolunteerRegisteredSchema,
  VolunteerState,
  type NeedPublished,
} from '@huying/contracts';
import { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import type { Chance } from '../chance.js';

const in_ = (ms: number): Temporal.Instant => Temporal.Now.instant().add({ milliseconds: Math.round(ms) });
const HOUR = 3_600_000;

/** The service begins so many slots of half an hour after tomorrow; needs of neighbouring slots clash. */
const SLOTS = 24 * 14;
const groups = ['choir', 'neighbours'] as const;

/** Kinds of needs, with how often each comes. */
const dispatches: readonly [Dispatch, number][] = [
  [Dispatch.FIRST_COME, 0.62],
  [Dispatch.WAVES, 0.12],
  [Dispatch.DRAW, 0.1],
  [Dispatch.APPROVAL, 0.1],
  [Dispatch.ALERT, 0.06],
];

function dispatchBy(chance: Chance): Dispatch {
  let left = chance.next();
  for (const [dispatch, share] of dispatches) if ((left -= share) < 0) return dispatch;
  return Dispatch.FIRST_COME;
}

/** A need for the rush: few places, many wishes, all ways to dispatch. */
export function aNeed(pool: string, chance: Chance, dispatch = dispatchBy(chance)): NeedPublished {
  const startsAt = 24 * HOUR + chance.whole(0, SLOTS) * (HOUR / 2);
  const endsAt = startsAt + chance.whole(1, 5) * (HOUR / 2);
  return create(NeedPublishedSchema, {
    ...common(pool, startsAt, endsAt),
    places: chance.whole(1, 8),
    dispatch,
    waitingList: chance.happens(0.45),
    offerMinutes: chance.happens(0.2) ? 1 : 0,
    risk: chance.happens(0.1) ? 'Heavy lifting' : '',
    groupIds: dispatch === Dispatch.WAVES ? [groups[0]] : [],
    requirements: {
      skills: chance.happens(0.15) ? ['driving'] : [],
      preferredSkills: dispatch === Dispatch.WAVES || chance.happens(0.2) ? ['first-aid'] : [],
    },
    ...(dispatch === Dispatch.WAVES && {
      waves: {
        groupsAt: toTimestamp(in_(chance.whole(1_000, 3_000))),
        everyoneAt: toTimestamp(in_(chance.whole(3_000, 6_000))),
      },
    }),
    ...(dispatch === Dispatch.DRAW && { drawAt: toTimestamp(in_(chance.whole(2_000, 5_000))) }),
  });
}

/** A need for a small history: nothing but places and perhaps a line, at a time at which nothing else takes place. */
export function aSmallNeed(pool: string, number: number, places: number, waitingList: boolean): NeedPublished {
  const startsAt = 24 * HOUR * 60 + number * 8 * HOUR;
  const fields = { places, waitingList, dispatch: Dispatch.FIRST_COME };
  return create(NeedPublishedSchema, { ...common(pool, startsAt, startsAt + HOUR), ...fields });
}

const common = (pool: string, startsAt: number, endsAt: number) => ({
  needId: uuidv7(),
  communityId: pool,
  publication: 1,
  title: 'Ten chairs to carry',
  opensAt: toTimestamp(in_(-HOUR)),
  closesAt: toTimestamp(in_(startsAt)),
  startsAt: toTimestamp(in_(startsAt)),
  endsAt: toTimestamp(in_(endsAt)),
  releaseUntil: toTimestamp(in_(startsAt - 2 * HOUR)),
  audience: Audience.COMMUNITY,
});

/** The end of a need: called off, or closed with its places kept. */
export const theEnd = (pool: string, needId: string, isCalledOff: boolean) =>
  isCalledOff
    ? create(NeedCancelledSchema, { needId, communityId: pool, cancelledAt: toTimestamp(in_(0)) })
    : create(NeedClosedSchema, { needId, communityId: pool, closedAt: toTimestamp(in_(0)) });

/** A volunteer of whom some can do more than others; the same number is always the same person. */
function fitnessOf(number: number) {
  return {
    birthDate: number % 40 === 7 ? '2014-03-02' : '1990-05-17',
    skills: [...(number % 3 === 0 ? ['first-aid'] : []), ...(number % 2 === 0 ? ['driving'] : [])],
    consents: number % 50 === 9 ? [] : ['privacy-notice'],
  };
}

export const aVolunteer = (pool: string, volunteerId: string, number: number) =>
  create(VolunteerRegisteredSchema, {
    volunteerId,
    communityId: pool,
    version: 1,
    fitness: { state: VolunteerState.ACTIVE, ...fitnessOf(number) },
    registeredAt: toTimestamp(in_(0)),
  });

/** The volunteer takes a break, or comes back from one. */
export const aBreak = (pool: string, volunteerId: string, number: number, version: number, isAway: boolean) =>
  create(VolunteerChangedSchema, {
    volunteerId,
    communityId: pool,
    version,
    fitness: { state: isAway ? VolunteerState.SUSPENDED : VolunteerState.ACTIVE, ...fitnessOf(number) },
    changedAt: toTimestamp(in_(0)),
  });
