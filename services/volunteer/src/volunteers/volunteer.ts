import { isDeepStrictEqual } from 'node:util';
import { create } from '@bufbuild/protobuf';
import {
  toTimestamp,
  TrainingSchema,
  VolunteerChangedSchema,
  VolunteerRegisteredSchema,
  VolunteerState,
  type Fitness,
  type VolunteerChanged,
  type VolunteerRegistered,
} from '@huying/contracts';
import { Temporal } from 'temporal-polyfill';
import type { AvailableTime, Consent, Gender, Training, Volunteer, VolunteerStanding } from './volunteer.entity.js';
import { volunteerProblems } from './volunteers.problems.js';

/**
 * A volunteer's membership as decisions: plain functions of the record and the wish. They refuse by throwing a problem or
 * give what changes in the record and the event that tells of it. The clock comes in with the wish.
 */

/** The youngest age of a volunteer, and the age from which nobody else has to agree. */
export const MINIMUM_AGE = 14;
export const AGE_OF_OWN_CONSENT = 16;
const OLDEST = 120;

/** Who wishes it, when, and what day it is in the community. */
export interface Deed {
  readonly by: string;
  readonly isStaff: boolean;
  readonly now: Temporal.Instant;
  readonly today: Temporal.PlainDate;
}

/** What a volunteer tells of themself. */
export interface Profile {
  readonly name: string;
  readonly phone: string;
  readonly birthDate: string;
  readonly gender: Gender | null;
  readonly skills: string[];
  readonly hometown: string | null;
  readonly dialects: string[];
  readonly availability: AvailableTime[];
  readonly partyMember: boolean;
  readonly idNumber: string | null;
  /** Codes of what they consent to. */
  readonly consents: readonly string[];
  /** Only staff tell of them; undefined: they stay as they are. */
  readonly trainings?: Training[];
}

/** What of the record comes from the profile. */
export type ProfileFields = Omit<Profile, 'consents' | 'trainings'> & Pick<Volunteer, 'consents' | 'trainings'>;

/** What of an earlier record counts when somebody comes (again). */
type Standing = Pick<
  Volunteer,
  'version' | 'state' | 'suspensionReason' | 'trainings' | 'missedServices' | 'blockedAt'
>;

/** What a decision gives: the changes to the record, and the event. */
export interface Outcome<Event> {
  readonly changes: Partial<Volunteer> & Pick<Volunteer, 'version'>;
  readonly event: Event;
}

const published: Record<VolunteerStanding, VolunteerState> = {
  active: VolunteerState.ACTIVE,
  suspended: VolunteerState.SUSPENDED,
  left: VolunteerState.LEFT,
};

function fitness(volunteer: ProfileFields & Pick<Volunteer, 'state' | 'blockedAt'>): Omit<Fitness, '$typeName'> {
  return {
    state: published[volunteer.state],
    skills: volunteer.skills,
    dialects: volunteer.dialects,
    hometown: volunteer.hometown ?? '',
    birthDate: volunteer.birthDate,
    consents: volunteer.consents.map(({ code }) => code),
    trainings: volunteer.trainings.map(({ code, validUntil }) =>
      create(TrainingSchema, { code, validUntil: validUntil ?? '' }),
    ),
    blocked: volunteer.blockedAt !== null,
  };
}

/** Full years of age on that day. */
export function ageOn(day: Temporal.PlainDate, birthDate: string): number {
  return Temporal.PlainDate.from(birthDate).until(day, { largestUnit: 'years' }).years;
}

/**
 * @throws volunteer-birth-date-impossible, volunteer-too-young, volunteer-guardian-consent-missing,
 * volunteer-id-number-mismatch
 */
function ensureFit({ birthDate, idNumber, consents }: ProfileFields, today: Temporal.PlainDate): void {
  const age = ageOn(today, birthDate);
  if (age < 0 || age > OLDEST || Temporal.PlainDate.compare(birthDate, today) > 0) {
    throw volunteerProblems.birthDateImpossible();
  }
  if (age < MINIMUM_AGE) throw volunteerProblems.tooYoung({ age: MINIMUM_AGE });
  if (age < AGE_OF_OWN_CONSENT && !consents.some(({ code }) => code === 'guardian')) {
    throw volunteerProblems.guardianConsentMissing({ age: AGE_OF_OWN_CONSENT });
  }
  if (idNumber?.length === 18 && idNumber.slice(6, 14) !== birthDate.replaceAll('-', '')) {
    throw volunteerProblems.idNumberMismatch();
  }
}

/** @throws volunteer-trainings-for-staff: nobody attests a training to themself */
function ensureAttested(trainings: readonly Training[], before: readonly Training[], { isStaff }: Deed): void {
  if (!isStaff && !isDeepStrictEqual(trainings, before)) throw volunteerProblems.trainingsForStaff();
}

/** Consents given before keep their time; new ones are given now; what is left out is withdrawn. */
function consented(before: readonly Consent[], codes: readonly string[], now: Temporal.Instant): Consent[] {
  return codes.map((code) => before.find((consent) => consent.code === code) ?? { code, givenAt: now.toString() });
}

/**
 * Somebody becomes a volunteer, for the first time or again. Who comes back brings their trainings, and what they missed.
 * @param before their record, if there is one: it must say that they have left
 * @throws volunteer-already-registered, volunteer-suspended if they left while suspended and do not come through staff,
 * volunteer-trainings-for-staff, and what makes a profile unfit
 */
export function register(
  before: Standing | null,
  wish: { id: string; communityId: string; profile: Profile } & Deed,
): Outcome<VolunteerRegistered> {
  if (before && before.state !== 'left') throw volunteerProblems.alreadyRegistered();
  if (before?.suspensionReason && !wish.isStaff) throw volunteerProblems.suspended();
  const { id, communityId, now } = wish;
  const { trainings = before?.trainings ?? [], ...told } = wish.profile;
  ensureAttested(trainings, before?.trainings ?? [], wish);
  const fields: ProfileFields = { ...told, trainings, consents: consented([], told.consents, now) };
  ensureFit(fields, wish.today);
  const changes = {
    ...fields,
    id,
    communityId,
    version: (before?.version ?? 0) + 1,
    state: 'active' as const,
    suspensionReason: null,
    missedServices: before?.missedServices ?? 0,
    blockedAt: before?.blockedAt ?? null,
    registeredBy: wish.by,
    registeredAt: now,
  };
  const event = create(VolunteerRegisteredSchema, {
    volunteerId: id,
    communityId,
    version: changes.version,
    fitness: fitness(changes),
    registeredAt: toTimestamp(now),
  });
  return { changes, event };
}

/** What other services hear of a change in the record. */
export function changed(
  volunteer: Volunteer,
  changes: Partial<Volunteer>,
  now: Temporal.Instant,
): Outcome<VolunteerChanged> {
  const version = volunteer.version + 1;
  const event = create(VolunteerChangedSchema, {
    volunteerId: volunteer.id,
    communityId: volunteer.communityId,
    version,
    fitness: fitness({ ...volunteer, ...changes }),
    changedAt: toTimestamp(now),
  });
  return { changes: { ...changes, version }, event };
}

/** @throws volunteer-wrong-state */
function ensureState(volunteer: Volunteer, ...states: VolunteerStanding[]): void {
  if (!states.includes(volunteer.state)) throw volunteerProblems.wrongState({ state: volunteer.state });
}

/**
 * A volunteer's profile changes; fields that the wish leaves out stay.
 * @returns undefined if the wish changes nothing
 * @throws volunteer-wrong-state for one who has left, volunteer-trainings-for-staff, and what makes a profile unfit
 */
export function change(
  volunteer: Volunteer,
  wish: { profile: Partial<Profile> } & Deed,
): Outcome<VolunteerChanged> | undefined {
  ensureState(volunteer, 'active', 'suspended');
  const { consents: codes, ...told } = wish.profile;
  ensureAttested(told.trainings ?? volunteer.trainings, volunteer.trainings, wish);
  const consents = codes ? consented(volunteer.consents, codes, wish.now) : volunteer.consents;
  const changes: Partial<Volunteer> = {};
  for (const [field, value] of Object.entries({ ...told, consents })) {
    if (value !== undefined && !isDeepStrictEqual(value, volunteer[field as keyof Volunteer]))
      Object.assign(changes, { [field]: value });
  }
  if (Object.keys(changes).length === 0) return undefined;
  ensureFit({ ...volunteer, ...changes }, wish.today);
  return changed(volunteer, changes, wish.now);
}

/** @throws volunteer-wrong-state */
export function suspend(volunteer: Volunteer, { reason, now }: Deed & { reason: string }): Outcome<VolunteerChanged> {
  ensureState(volunteer, 'active');
  return changed(volunteer, { state: 'suspended', suspensionReason: reason }, now);
}

/** @throws volunteer-wrong-state */
export function resume(volunteer: Volunteer, { now }: Deed): Outcome<VolunteerChanged> {
  ensureState(volunteer, 'suspended');
  return changed(volunteer, { state: 'active', suspensionReason: null }, now);
}

/** @throws volunteer-wrong-state */
export function leave(volunteer: Volunteer, { now }: Deed): Outcome<VolunteerChanged> {
  ensureState(volunteer, 'active', 'suspended');
  return changed(volunteer, { state: 'left' }, now);
}
