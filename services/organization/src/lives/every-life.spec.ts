import { create, isMessage, type Message } from '@bufbuild/protobuf';
import {
  MilestoneReachedSchema,
  OfferAcceptedSchema,
  OfferDeclinedSchema,
  OrganizationRevivedSchema,
  TeacherFoundSchema,
  TeacherLostSchema,
} from '@huying/contracts';
import { Problem } from '@huying/http';
import { declaredLives, tryInOrder, type Attempt } from '@huying/lifecycle';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import type { Enrolment, SessionPresence } from '../classes/child.entity.js';
import type { ClassSession, SchoolClass, Term } from '../classes/class.entity.js';
import { enrolmentLife, finish, withdrawEnrolment } from '../classes/enrolment.js';
import {
  cancelSession,
  findTeacher,
  holdSession,
  loseTeacher,
  noticeUncollected,
  sessionLife,
} from '../classes/session.js';
import {
  cancelClass,
  classLife,
  completeClass,
  endTerm,
  cancelTerm,
  openClass,
  openTerm,
  termLife,
} from '../classes/term.js';
import { branchLife } from '../organizations/branch.js';
import type { Milestone, Organization } from '../organizations/organization.entity.js';
import {
  accept,
  decline,
  goDormant,
  graduate,
  organizationLife,
  reachMilestone,
  revive,
  startIncubation,
  windUp,
} from '../organizations/organization.js';
import {
  acceptMatch,
  declineMatch,
  expireOffer,
  matchLife,
  offerLife,
  spend,
  thank,
  useMatch,
  withdrawOffer,
} from '../partners/offer.js';
import type { Offer, OfferMatch } from '../partners/partner.entity.js';
import { activityLife, campaignLife, cancelActivity, endCampaign, hold } from '../programmes/campaign.js';
import type { Pledge } from '../pledges/pledge.entity.js';
import {
  deliver,
  install,
  isMissed,
  miss,
  pledgeLife,
  remind,
  retire,
  seeTo,
  withdrawPledge,
} from '../pledges/pledge.js';
import type { Activity, Campaign, Programme } from '../programmes/programme.entity.js';
import { cancelProgramme, closeProgramme, openProgramme, programmeLife } from '../programmes/programme.js';
import { bookingLife, cancelBooking, handOutKey, missBooking, takeBackKey } from '../venues/booking.js';
import type { Booking, Venue } from '../venues/venue.entity.js';

/** Deeds in any order, at any time: no refusal changes anything, no event leaves its way, and what must be true stays true. */

const start = Temporal.Instant.from('2027-01-25T01:00:00Z');
const today = '2027-01-25';
const isRefusal = (error: unknown) => error instanceof Problem;
const deedAt = (hours: number) => ({ by: 'staff-1', now: start.add({ hours }), reason: '已商定' });
const row = <Row>(fields: Partial<Row>): Row => ({ id: uuidv7(), communityId: 'xishan', version: 1, ...fields }) as Row;
const hours = fc.integer({ min: -48, max: 48 });
const reached = new Map<string, Set<string>>();

/** Tries lists of deeds, and keeps which states were reached. */
function tries<State extends string, Row extends { state: State }>(
  life: Parameters<typeof tryInOrder<State, Row>>[0],
  deeds: fc.Arbitrary<Attempt<Row>>[],
  begin: () => Row,
  {
    fold = () => undefined,
    sound = () => undefined,
  }: { fold?: (row: Row, event: Message) => void; sound?: (row: Row) => void } = {},
): void {
  const states = reached.get(life.name) ?? new Set<string>();
  reached.set(life.name, states);
  const lists = fc.array(fc.oneof(...deeds), { minLength: 1, maxLength: 60, size: 'max' });
  fc.assert(
    fc.property(lists, (attempts) => {
      for (const state of tryInOrder(life, begin(), attempts, { isRefusal, fold, sound })) states.add(state);
    }),
    { numRuns: 500, seed: 2010 },
  );
  expect([...states].sort()).toEqual([...life.states].sort());
}

describe('an organisation', () => {
  it('graduates only with every milestone reached, and ends only without programmes', () => {
    const milestones: Milestone[] = [];
    const begin = () => {
      milestones.length = 0;
      for (const kind of [
        'charter',
        'members',
        'room',
        'first-activity',
        'party-branch',
        'accounts',
        'registration',
      ] as const) {
        milestones.push(
          row<Milestone>({ kind, dueOn: '2027-03-01', reachedAt: null, overdueTold: null, evidence: [] }),
        );
      }
      return row<Organization>({ state: 'applied', branchId: 'b', name: '潮城大喇叭' });
    };
    const deed = deedAt(0);
    const reach = fc.nat(6).chain((index) =>
      fc.nat(1).map((evidence): Attempt<Organization> => (one) => {
        const milestone = milestones[index];
        return (
          milestone && reachMilestone(one, { ...deed, milestone, today, evidence: Array<string>(evidence).fill('x') })
        );
      }),
    );
    const all: Attempt<Organization> = (one) => {
      for (const milestone of milestones) milestone.reachedAt ??= one.state === 'incubating' ? deed.now : null;
      return undefined;
    };
    let openProgrammes = 0;
    const programmes = fc.nat(1);
    const deeds: fc.Arbitrary<Attempt<Organization>>[] = [
      fc.constant((one) => accept(one, deed)),
      fc.constant((one) => decline(one, deed)),
      fc.constant((one) => startIncubation(one, { ...deed, milestones, today })),
      reach,
      fc.constant(all),
      fc.constant((one) => graduate(one, { ...deed, milestones })),
      fc.constant((one) => revive(one, deed)),
      programmes.map((open) => (one) => goDormant(one, { ...deed, openProgrammes: (openProgrammes = open) })),
      programmes.map((open) => (one) => windUp(one, { ...deed, openProgrammes: (openProgrammes = open) })),
    ];
    tries(organizationLife, deeds, begin, {
      fold: (_, event) => {
        if (!isMessage(event, MilestoneReachedSchema)) return;
        const milestone = milestones.find(({ id }) => id === event.milestoneId);
        if (!milestone || milestone.reachedAt) throw new Error('A milestone is reached once.');
        milestone.reachedAt = deed.now;
      },
      sound: ({ state }) => {
        if (state === 'graduated') expect(milestones.every(({ reachedAt }) => reachedAt !== null)).toBe(true);
        if (state === 'wound-up' || state === 'dormant') expect(openProgrammes).toBe(0);
      },
    });
    expect(organizationLife.after(create(OrganizationRevivedSchema))).toBe('graduated');
  });
});

describe('a booking', () => {
  it('is cancelled before it starts, begins with a key, and is missed only when nobody came', () => {
    const venue = row<Venue>({ name: '居民会客厅' });
    let at = 0;
    const deeds = [cancelBooking, handOutKey, takeBackKey, missBooking].map((decide) =>
      hours.map(
        (hour): Attempt<Booking> =>
          (booking) =>
            decide(booking, { ...deedAt((at = hour)), venue }),
      ),
    );
    const begin = () =>
      row<Booking>({
        state: 'booked',
        venueId: 'v',
        startsAt: start,
        endsAt: start.add({ hours: 2 }),
        bookedBy: 'r-1',
      });
    tries(bookingLife, deeds, begin, {
      sound: ({ state }) => {
        if (state === 'cancelled') expect(at).toBeLessThan(0);
        if (state === 'missed') expect(at).toBeGreaterThan(0);
        if (state === 'in-use') expect(at >= -1 && at < 2).toBe(true);
      },
    });
  });
});

describe('an offer', () => {
  it('never has less than nothing left, and more never than was offered', () => {
    const states = fc.array(
      fc.tuple(fc.constantFrom('accept', 'decline', 'use', 'thank', 'spend', 'withdraw', 'expire'), fc.nat(2)),
      { maxLength: 60, size: 'max' },
    );
    const seen = new Set<string>();
    fc.assert(
      fc.property(states, fc.array(fc.constantFrom(3, 5, 10), { minLength: 3, maxLength: 3 }), (tried, amounts) => {
        const offer = row<Offer>({ state: 'open', amount: 10, left: 10, fromOn: today, untilOn: today });
        const matches = amounts.map((amount) => row<OfferMatch>({ state: 'proposed', offerId: offer.id, amount }));
        const deed = { ...deedAt(0), today };
        const deeds: Record<string, Attempt<OfferMatch>> = {
          accept: (match) => acceptMatch(match, { ...deed, offer }),
          decline: (match) => declineMatch(match, { ...deed, offer }),
          use: (match) => useMatch(match, { ...deed, offer }),
          thank: (match) => thank(match, { ...deed, text: '谢谢' }),
        };
        const setAside = () =>
          matches.filter(({ state }) => state === 'accepted').reduce((sum, { amount }) => sum + amount, 0);
        const given = () =>
          matches
            .filter(({ state }) => state === 'used' || state === 'thanked')
            .reduce((sum, { amount }) => sum + amount, 0);
        const sound = () => {
          expect(offer.left).toBeGreaterThanOrEqual(0);
          expect(offer.left + setAside() + given()).toBe(offer.amount);
          if (offer.state === 'spent') expect(given()).toBe(offer.amount);
        };
        for (const [what, index] of tried) {
          const match = matches[index];
          const attempt = deeds[what];
          if (match && attempt) {
            const fold = (_: OfferMatch, event: Message) => {
              if (isMessage(event, OfferAcceptedSchema) || isMessage(event, OfferDeclinedSchema))
                offer.left = event.left;
            };
            for (const state of tryInOrder(matchLife, match, [attempt], { isRefusal, fold, sound: () => undefined }))
              seen.add(state);
          } else {
            const ending: Record<string, Attempt<Offer>> = {
              spend: (one) => spend(one, { setAside: setAside(), now: deed.now }),
              withdraw: (one) => withdrawOffer(one, deed),
              expire: (one) => expireOffer(one, { today: '2027-01-26', now: deed.now }),
            };
            const end = ending[what];
            if (end)
              for (const state of tryInOrder(offerLife, offer, [end], { isRefusal, fold: () => undefined, sound }))
                seen.add(state);
          }
          sound();
        }
      }),
      { numRuns: 2_000, seed: 2010 },
    );
    expect([...seen].sort()).toEqual([...new Set([...matchLife.states, ...offerLife.states])].sort());
    for (const name of [matchLife.name, offerLife.name]) reached.set(name, seen);
  });
});

describe('a programme', () => {
  it('ends only when nothing of it runs, and begins only with its organisation at work', () => {
    let running = 0;
    const organization = fc.constantFrom('graduated', 'wound-up').map((state) => row<Organization>({ state: state }));
    const deeds: fc.Arbitrary<Attempt<Programme>>[] = [
      organization.map((one) => (programme) => openProgramme(programme, { ...deedAt(0), organization: one })),
      fc
        .nat(1)
        .map(
          (count) => (programme) =>
            closeProgramme(programme, { ...deedAt(0), results: 'x', running: (running = count) }),
        ),
      fc.nat(1).map((count) => (programme) => cancelProgramme(programme, { ...deedAt(0), running: (running = count) })),
    ];
    tries(programmeLife, deeds, () => row<Programme>({ state: 'planned' }), {
      sound: ({ state }) => {
        if (state === 'closed' || state === 'cancelled') expect(running).toBe(0);
      },
    });
  });

  it('has campaigns that end once, and activities that are held only when begun', () => {
    const campaign = row<Campaign>({ state: 'running', materials: [{ name: '宣传册', pieces: 10 }] });
    let at = 0;
    const material = fc.constantFrom('宣传册', '气球');
    const deeds: fc.Arbitrary<Attempt<Activity>>[] = [
      fc.tuple(hours, material).map(([hour, name]) => (activity) => {
        const reach = { peopleSpokenTo: 1, householdsVisited: 1, materialsUsed: [{ name, pieces: 1 }] };
        return hold(activity, { ...deedAt((at = hour)), campaign, reach });
      }),
      hours.map((hour) => (activity) => cancelActivity(activity, deedAt((at = hour)))),
    ];
    tries(activityLife, deeds, () => row<Activity>({ state: 'scheduled', startsAt: start }), {
      sound: ({ state }) => {
        if (state === 'held') expect(at).toBeGreaterThanOrEqual(0);
      },
    });
    const end = fc.constant<Attempt<Campaign>>((one) => endCampaign(one, deedAt(0)));
    tries(campaignLife, [end], () => row<Campaign>({ state: 'running' }));
  });
});

describe('a term and its classes', () => {
  it('end only when all in them is over, and a class opens only with a teacher', () => {
    let count = 0;
    const counts = fc.nat(1);
    const termDeeds: fc.Arbitrary<Attempt<Term>>[] = [
      fc.constant((term) => openTerm(term, deedAt(0))),
      counts.map((running) => (term) => endTerm(term, { ...deedAt(0), graduated: 0, running: (count = running) })),
      counts.map((running) => (term) => cancelTerm(term, { ...deedAt(0), running: (count = running) })),
    ];
    const begin = () => row<Term>({ state: 'planned', enrolmentOpensAt: start, eraseOn: today });
    tries(termLife, termDeeds, begin, {
      sound: ({ state }) => {
        if (state !== 'open') expect(count).toBe(0);
      },
    });

    let teacherId: string | null = null;
    const classDeeds: fc.Arbitrary<Attempt<SchoolClass>>[] = [
      fc.option(fc.constant('v-1')).map((teacher) => (one) => {
        teacherId = teacher;
        const sessions = [row<ClassSession>({ state: 'scheduled', teacherId })];
        return openClass(one, { ...deedAt(0), term: row<Term>({ state: 'open', enrolmentOpensAt: start }), sessions });
      }),
      counts.map(
        (ahead) => (one) => completeClass(one, { ...deedAt(0), graduated: 0, sessionsAhead: (count = ahead) }),
      ),
      fc.constant((one) => cancelClass(one, deedAt(0))),
    ];
    tries(classLife, classDeeds, () => row<SchoolClass>({ state: 'planned', startsAt: start }), {
      sound: ({ state }) => {
        if (state === 'open') expect(teacherId).toBe('v-1');
        if (state === 'completed') expect(count).toBe(0);
      },
    });
  });

  it('hold sessions only with a teacher, and miss only children who were there', () => {
    const pupils = new Set(['c-1']);
    const presence = row<SessionPresence>({ childId: 'c-1', collectedAt: null, needId: null });
    const someone = fc.constantFrom('v-1', 'v-2');
    const deeds: fc.Arbitrary<Attempt<ClassSession>>[] = [
      someone.map((teacherId) => (session) => findTeacher(session, { teacherId, now: start })),
      someone.map((teacherId) => (session) => loseTeacher(session, { teacherId, now: start })),
      fc.tuple(hours, fc.constantFrom('c-1', 'c-2')).map(
        ([hour, childId]) =>
          (session) =>
            holdSession(session, { ...deedAt(hour), pupils, present: [childId] }),
      ),
      fc.tuple(hours, fc.constantFrom(presence, null)).map(
        ([hour, one]) =>
          (session) =>
            noticeUncollected(session, { ...deedAt(hour), presence: one, needId: 'n-1' }),
      ),
      hours.map((hour) => (session) => cancelSession(session, deedAt(hour))),
    ];
    const begin = () =>
      row<ClassSession>({ state: 'scheduled', startsAt: start, endsAt: start.add({ hours: 1 }), teacherId: null });
    tries(sessionLife, deeds, begin, {
      fold: (session, event) => {
        if (isMessage(event, TeacherFoundSchema)) session.teacherId = event.teacherId;
        if (isMessage(event, TeacherLostSchema)) session.teacherId = null;
      },
      sound: ({ state, teacherId }) => {
        if (state === 'held') expect(teacherId).not.toBeNull();
      },
    });
  });

  it('graduate who had a place and came', () => {
    let came = false;
    const decided = enrolmentLife.ways
      .filter(([{ name }]) => ['ChildEnrolled', 'ChildWaiting'].includes(name))
      .map(([schema]) =>
        fc.constant<Attempt<Enrolment>>((one) => (enrolmentLife.may(one.state, schema) ? create(schema) : undefined)),
      );
    const deeds: fc.Arbitrary<Attempt<Enrolment>>[] = [
      ...decided,
      fc.constant((one) => withdrawEnrolment(one, deedAt(0))),
      fc.nat(10).map((attended) => (one) => {
        came = attended >= 6;
        return finish(one, { ...deedAt(0), attended, sessions: 10, percent: 60 });
      }),
    ];
    tries(enrolmentLife, deeds, () => row<Enrolment>({ state: 'requested' }), {
      sound: ({ state }) => {
        if (state === 'graduated') expect(came).toBe(true);
      },
    });
  });
});

describe('a pledge', () => {
  it('is in care only when it stands, and asks for upkeep only when one was promised', () => {
    const days = fc
      .integer({ min: 0, max: 400 })
      .map((count) => Temporal.PlainDate.from(today).add({ days: count }).toString());
    const deed = deedAt(0);
    const decided = pledgeLife.ways
      .filter(([{ name }]) => name === 'PledgeMade' || name === 'PledgeWaiting')
      .map(([schema]) =>
        fc.constant<Attempt<Pledge>>((one) => (pledgeLife.may(one.state, schema) ? create(schema) : undefined)),
      );
    for (const upkeepMonths of [0, 6]) {
      const deeds: fc.Arbitrary<Attempt<Pledge>>[] = [
        ...decided,
        fc.constant((one) => withdrawPledge(one, deed)),
        fc.constant((one) => deliver(one, deed)),
        fc.constant((one) => install(one, { ...deed, upkeepMonths, today })),
        days.map((day) => (one) => seeTo(one, { ...deed, upkeepMonths, today: day })),
        days.map((day) => (one) => remind(one, { now: deed.now, today: day })),
        days.map((day) => (one) => (isMissed(one, day) ? miss(one, { needId: 'n-1', now: deed.now }) : undefined)),
        fc.constant((one) => retire(one, deed)),
      ];
      const begin = () => row<Pledge>({ state: 'requested', nextUpkeepOn: null, remindedOf: null });
      const states = new Set<string>();
      fc.assert(
        fc.property(fc.array(fc.oneof(...deeds), { maxLength: 60, size: 'max' }), (attempts) => {
          const fold = (one: Pledge, event: Message) => {
            if ('nextUpkeepOn' in event) one.nextUpkeepOn = (event.nextUpkeepOn as string) || null;
            if (event.$typeName.endsWith('UpkeepDue')) one.remindedOf = one.nextUpkeepOn;
          };
          const sound = (one: Pledge) => {
            if (one.nextUpkeepOn !== null) expect(['installed', 'in-care', 'retired']).toContain(one.state);
          };
          for (const state of tryInOrder(pledgeLife, begin(), attempts, { isRefusal, fold, sound })) states.add(state);
        }),
        { numRuns: 500, seed: 2010 },
      );
      const never = upkeepMonths === 0 ? ['in-care'] : [];
      expect([...states].sort()).toEqual(pledgeLife.states.filter((state) => !never.includes(state)).sort());
      reached.set('pledge', states);
    }
  });
});

/** Lives whose every step is unconditional: the table is all there is to them. */
const tableOnly = ['appeal', 'branch', 'former-pupil', 'partner', 'shipment', 'venue'];

it('there is no life that nobody tries', () => {
  expect(declaredLives().map(({ name }) => name)).toEqual([...reached.keys(), ...tableOnly].sort());
  expect(branchLife.name).toBe('branch');
});
