import { VolunteerState } from '@huying/contracts';
import { given } from '@huying/testing';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { liftBlock, miss, unmiss } from './missed-services.js';
import { Volunteer, type VolunteerStanding } from './volunteer.entity.js';
import { ageOn, change, leave, register, resume, suspend, type Profile } from './volunteer.js';

const now = Temporal.Instant.from('2026-11-23T02:00:00Z');
const deed = { by: 'v-1', isStaff: false, now, today: Temporal.PlainDate.from('2026-11-23') };

const aProfile = (over: Partial<Profile> = {}): Profile => ({
  name: '沈小满',
  phone: '+8613800138000',
  birthDate: '1990-05-17',
  gender: null,
  skills: [],
  hometown: null,
  dialects: [],
  availability: [],
  partyMember: false,
  idNumber: null,
  consents: [],
  ...over,
});

const aVolunteer = (over: Partial<Volunteer> = {}): Volunteer =>
  Object.assign(new Volunteer(), {
    ...aProfile(),
    id: 'v-1',
    communityId: 'xishan',
    version: 3,
    state: 'active',
    consents: [{ code: 'privacy-notice', givenAt: '2026-01-01T00:00:00Z' }],
    suspensionReason: null,
    trainings: [],
    missedServices: 0,
    blockedAt: null,
    ...over,
  });

const registration = (over: Partial<Profile> = {}) => ({
  id: 'v-1',
  communityId: 'xishan',
  profile: aProfile(over),
  ...deed,
});

describe('registering', () => {
  it('begins with version 1, active, consents given now', () =>
    given(null)
      .when(register, registration({ consents: ['photo'] }))
      .then({
        changes: { version: 1, state: 'active', consents: [{ code: 'photo', givenAt: now.toString() }] },
        event: { volunteerId: 'v-1', version: 1, fitness: { state: VolunteerState.ACTIVE, consents: ['photo'] } },
      }));

  it.each<VolunteerStanding>(['active', 'suspended'])('is refused for one who is %s', (state) =>
    given(aVolunteer({ state })).when(register, registration()).thenRefused('volunteer-already-registered'),
  );

  it('takes back one who has left, with the next version', () =>
    given(aVolunteer({ state: 'left' }))
      .when(register, registration())
      .then({ event: { version: 4 } }));

  it('is refused for one who left while suspended, unless staff do it', () => {
    const left = aVolunteer({ state: 'left', suspensionReason: 'x' });
    given(left).when(register, registration()).thenRefused('volunteer-suspended');
    given(left)
      .when(register, { ...registration(), isStaff: true })
      .then({ changes: { suspensionReason: null } });
  });

  it.each([
    ['2012-11-24', [], 'volunteer-too-young'],
    ['2012-11-23', [], 'volunteer-guardian-consent-missing'],
    ['2010-11-24', [], 'volunteer-guardian-consent-missing'],
    ['2026-11-24', [], 'volunteer-birth-date-impossible'],
    ['1900-01-01', [], 'volunteer-birth-date-impossible'],
  ])('is refused for somebody born %s with consents %p: %s', (birthDate, consents, code) =>
    given(null).when(register, registration({ birthDate, consents })).thenRefused(code),
  );

  it.each([
    ['2012-11-23', ['guardian']],
    ['2010-11-23', []],
    ['1910-01-01', []],
  ])('is possible for somebody born %s with consents %p', (birthDate, consents) =>
    given(null)
      .when(register, registration({ birthDate, consents }))
      .then({ changes: { state: 'active' } }),
  );

  it('is refused when the identity number tells another day of birth', () =>
    given(null)
      .when(register, registration({ idNumber: '330481199005180013' }))
      .thenRefused('volunteer-id-number-mismatch'));
});

describe('changing a profile', () => {
  it('tells the whole of it with the next version', () =>
    given(aVolunteer({ dialects: ['wu-haining'] }))
      .when(change, { ...deed, profile: { skills: ['piano'] } })
      .then({
        changes: { skills: ['piano'], version: 4 },
        event: { version: 4, fitness: { skills: ['piano'], dialects: ['wu-haining'] } },
      }));

  it('is nothing when everything is as it was', () =>
    given(aVolunteer())
      .when(change, { ...deed, profile: { name: '沈小满', skills: [], consents: ['privacy-notice'] } })
      .thenNothing());

  it('keeps the time of consents given before and forgets those withdrawn', () => {
    given(aVolunteer())
      .when(change, { ...deed, profile: { consents: ['photo', 'privacy-notice'] } })
      .then({
        changes: {
          consents: [
            { code: 'photo', givenAt: now.toString() },
            { code: 'privacy-notice', givenAt: '2026-01-01T00:00:00Z' },
          ],
        },
      });
    given(aVolunteer())
      .when(change, { ...deed, profile: { consents: [] } })
      .then({ changes: { consents: [] } });
  });

  it('is refused for one who has left, and for what makes the profile unfit', () => {
    given(aVolunteer({ state: 'left' }))
      .when(change, { ...deed, profile: { skills: ['piano'] } })
      .thenRefused('volunteer-wrong-state');
    given(aVolunteer())
      .when(change, { ...deed, profile: { birthDate: '2020-01-01' } })
      .thenRefused('volunteer-too-young');
  });
});

describe('trainings', () => {
  const firstAid = { code: 'first-aid', validUntil: '2028-12-31' };
  const driving = { code: 'driving', validUntil: null };

  it('are attested by staff and told with the last day on which they are valid', () => {
    given(aVolunteer())
      .when(change, { ...deed, isStaff: true, profile: { trainings: [firstAid, driving] } })
      .then({
        changes: { trainings: [firstAid, driving] },
        event: { fitness: { trainings: [firstAid, { code: 'driving', validUntil: '' }] } },
      });
    given(null)
      .when(register, { ...registration({ trainings: [firstAid] }), isStaff: true })
      .then({ changes: { trainings: [firstAid] }, event: { fitness: { trainings: [firstAid] } } });
  });

  it('are nobody’s own word', () => {
    given(null)
      .when(register, registration({ trainings: [firstAid] }))
      .thenRefused('volunteer-trainings-for-staff');
    for (const trainings of [[firstAid, driving], [{ ...firstAid, validUntil: null }], []]) {
      given(aVolunteer({ trainings: [firstAid] }))
        .when(change, { ...deed, profile: { trainings } })
        .thenRefused('volunteer-trainings-for-staff');
    }
  });

  it('stay when a volunteer says the same, or nothing, and when one comes back', () => {
    given(aVolunteer({ trainings: [firstAid] }))
      .when(change, { ...deed, profile: { trainings: [firstAid] } })
      .thenNothing();
    given(aVolunteer({ trainings: [firstAid] }))
      .when(change, { ...deed, profile: { skills: ['piano'] } })
      .then({ event: { fitness: { trainings: [firstAid] } } });
    given(aVolunteer({ state: 'left', trainings: [firstAid] }))
      .when(register, registration())
      .then({ changes: { trainings: [firstAid] } });
  });
});

describe('missed services', () => {
  it('block with the second one', () => {
    expect(miss(aVolunteer(), now)).toEqual({ missedServices: 1 });
    given(aVolunteer({ missedServices: 1 }))
      .when(miss, now)
      .then({
        missedServices: 2,
        outcome: { changes: { blockedAt: now, version: 4 }, event: { fitness: { blocked: true } } },
      });
    expect(miss(aVolunteer({ missedServices: 2, blockedAt: now }), now)).toEqual({ missedServices: 3 });
  });

  it('that were none after all are taken back, and with them the block', () => {
    expect(unmiss(aVolunteer({ missedServices: 1 }), now)).toEqual({ missedServices: 0 });
    expect(unmiss(aVolunteer(), now)).toEqual({ missedServices: 0 });
    given(aVolunteer({ missedServices: 2, blockedAt: now }))
      .when(unmiss, now)
      .then({ missedServices: 1, outcome: { changes: { blockedAt: null }, event: { fitness: { blocked: false } } } });
  });

  it('are forgotten when staff lift the block, and only then', () => {
    given(aVolunteer({ missedServices: 2, blockedAt: now }))
      .when(liftBlock, now)
      .then({ changes: { missedServices: 0, blockedAt: null }, event: { fitness: { blocked: false } } });
    given(aVolunteer({ missedServices: 1 }))
      .when(liftBlock, now)
      .thenRefused('volunteer-not-blocked');
    given(aVolunteer({ state: 'left', missedServices: 2, blockedAt: now }))
      .when(register, registration())
      .then({ changes: { missedServices: 2, blockedAt: now }, event: { fitness: { blocked: true } } });
  });
});

describe('taking part', () => {
  it.each([
    [suspend, 'active', 'suspended'],
    [resume, 'suspended', 'active'],
    [leave, 'active', 'left'],
    [leave, 'suspended', 'left'],
  ] as const)('%p leads from %s to %s', (decide, from, to) =>
    given(aVolunteer({ state: from }))
      .when(decide, { ...deed, reason: 'x' })
      .then({ changes: { state: to, version: 4 } }),
  );

  it.each([
    [suspend, 'suspended'],
    [suspend, 'left'],
    [resume, 'active'],
    [resume, 'left'],
    [leave, 'left'],
  ] as const)('%p is refused for one who is %s', (decide, from) =>
    given(aVolunteer({ state: from }))
      .when(decide, { ...deed, reason: 'x' })
      .thenRefused('volunteer-wrong-state'),
  );

  it('keeps the reason of a suspension when one leaves meanwhile', () => {
    const { changes } = leave(aVolunteer({ state: 'suspended', suspensionReason: 'x' }), deed);
    expect(changes).not.toHaveProperty('suspensionReason');
  });
});

describe('the age', () => {
  it('counts full years: it grows on the birthday and on no other day', () => {
    const day = fc.date({ min: new Date('1930-01-01'), max: new Date('2025-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(day, fc.nat(40_000), (born, days) => {
        const birthDate = Temporal.PlainDate.from(born.toISOString().slice(0, 10));
        const date = birthDate.add({ days });
        const grown = ageOn(date.add({ days: 1 }), birthDate.toString()) - ageOn(date, birthDate.toString());
        const next = date.add({ days: 1 });
        const isBirthday = next.month === birthDate.month && next.day === birthDate.day;
        // Born on 29 February: in common years the year is full on the day after 28 February.
        const isSubstitute =
          birthDate.month === 2 && birthDate.day === 29 && !next.inLeapYear && next.month === 3 && next.day === 1;
        expect(grown).toBe(isBirthday || isSubstitute ? 1 : 0);
      }),
    );
  });
});
