import { Temporal } from 'temporal-polyfill';
import { Need } from './need.entity.js';

/** The moment at which the examples are decided. */
export const now = Temporal.Instant.from('2026-12-01T01:00:00Z');

/** Hours from that moment; parts of hours to the minute. */
export const inHours = (hours: number): Temporal.Instant => now.add({ minutes: Math.round(hours * 60) });

/** A need that starts in a day and lasts two hours. */
export const aNeed = (fields: Partial<Need> = {}): Need =>
  Object.assign(new Need(), {
    id: 'n-1',
    communityId: 'xishan',
    version: 1,
    state: 'draft',
    callId: null,
    callerId: null,
    catalogueItemCode: 'LC-001',
    title: '帮独居老人修电饭煲',
    description: '',
    urgency: 'normal',
    places: 2,
    startsAt: inHours(24),
    endsAt: inHours(26),
    opensAt: null,
    closesAt: null,
    releaseUntil: null,
    locationName: '居民会客厅',
    building: '3幢',
    latitude: null,
    longitude: null,
    skills: [],
    minimumAge: 0,
    preferredSkills: [],
    trainings: [],
    hometowns: [],
    dialects: [],
    groupIds: [],
    waitingList: true,
    dispatch: 'first-come',
    groupsAt: null,
    everyoneAt: null,
    drawAt: null,
    offerMinutes: 0,
    restHours: 0,
    risk: '',
    seriesId: null,
    seriesLimit: 0,
    organiser: 'xishan',
    personInCharge: '值班社工',
    privateDetails: null,
    dueAt: inHours(48),
    publication: 0,
    revision: 0,
    rating: null,
    feedbackText: null,
    raisedBy: 'staff-1',
    raisedAt: now,
    publishedAt: null,
    ...fields,
  } satisfies Need);
