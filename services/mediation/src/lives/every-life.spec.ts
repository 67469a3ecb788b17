/**
 * A process has one list of declared lives.
 * @jest-environment node
 */
import { create, isMessage, type Message } from '@bufbuild/protobuf';
import {
  AgreementConfirmedSchema,
  CaseAcceptedSchema,
  CaseReopenedSchema,
  ClockPausedSchema,
  ClockResumedSchema,
  ConfirmationAppliedSchema,
  ConfirmationGrantedSchema,
  GoBetweenAcceptedSchema,
  ImpasseReachedSchema,
  MediatorAssignedSchema,
  AgreementReachedSchema,
  AgreementBrokenSchema,
  AgreementPerformedSchema,
  ConfirmationDeclinedSchema,
  toInstant,
} from '@huying/contracts';
import { Problem } from '@huying/http';
import { declaredLives, tryInOrder, type Attempt } from '@huying/lifecycle';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import type { Agreement, Instalment } from '../agreements/agreement.entity.js';
import {
  abandon,
  agreementLife,
  applyToCourt,
  breakOff,
  confirm,
  declineByCourt,
  grantByCourt,
  performAll,
  reach,
  revise,
} from '../agreements/agreement.js';
import type { MediationCase, Party } from '../cases/case.entity.js';
import { accept, caseLife, close, PERIOD_DAYS, reopen, terminate, withdraw } from '../cases/case.js';
import { allConsent, refuseConsent, seekConsent } from '../cases/parties.js';
import type { Invitation } from '../invitations/invitation.entity.js';
import { accept as acceptInvitation, decline, invitationLife, release } from '../invitations/invitation.js';
import { goBetweenLife, mediatorLife } from '../mediators/mediator.js';
import type { MediationSession, Outcome } from '../sessions/session.entity.js';
import { warningLife } from '../warnings/group-warning.js';
import { arrange, callOff, hold, mediationSessionLife } from '../sessions/session.js';

/** Deeds in any order, at any time: no refusal changes anything, no event leaves its way, and what must be true stays true. */

const start = Temporal.Instant.from('2027-01-25T01:00:00Z');
const isRefusal = (error: unknown) => error instanceof Problem;
const row = <Row>(fields: Partial<Row>): Row => ({ id: 'one', communityId: 'xishan', version: 1, ...fields }) as Row;
const days = fc.integer({ min: 0, max: 90 });
const after = (count: number): Temporal.Instant => start.add({ hours: count * 24 });
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
  const states = new Set<string>();
  reached.set(life.name, states);
  const lists = fc.array(fc.oneof(...deeds), { minLength: 1, maxLength: 80, size: 'max' });
  fc.assert(
    fc.property(lists, (attempts) => {
      for (const state of tryInOrder(life, begin(), attempts, { isRefusal, fold, sound })) states.add(state);
    }),
    { numRuns: 1_000, seed: 2011 },
  );
  expect([...states].sort()).toEqual([...life.states].sort());
}

/** What follows from decisions of other aggregates: it happens wherever the life lets it. */
const followed = (schemas: Parameters<typeof caseLife.may>[1][]): fc.Arbitrary<Attempt<MediationCase>>[] =>
  schemas.map((schema) => fc.constant((one) => (caseLife.may(one.state, schema) ? create(schema) : undefined)));

describe('a case', () => {
  it('comes to a session only by consent, ends at any side’s word, and never opens again once a court has confirmed it', () => {
    let parties: Party[] = [];
    const begin = () => {
      parties = [1, 2].map((side) => row<Party>({ id: `p-${side}`, side, left: false, consent: 'unasked' }));
      return row<MediationCase>({ state: 'received', kind: 'wages', group: false, confirmedAt: null, mediatorIds: [] });
    };
    const deeds: fc.Arbitrary<Attempt<MediationCase>>[] = [
      fc.constant((one) => seekConsent(one, { parties, now: start })),
      // Consents are given one by one outside the life; the case is accepted when all are there.
      fc.constantFrom(0, 1).map((index) => (one) => {
        const party = parties[index];
        if (party && one.state === 'consent-sought') party.consent = 'given';
        return allConsent(parties) && caseLife.may(one.state, CaseAcceptedSchema) ? accept(one, start) : undefined;
      }),
      fc.constantFrom(0, 1).map((index) => (one) => {
        const [party] = parties.slice(index);
        return party && refuseConsent(one, { party, parties, now: start });
      }),
      fc.constant((one) => terminate(one, { reason: 'no-agreement', now: start })),
      fc.constant((one) => withdraw(one, { by: 's', now: start })),
      fc.constant((one) => reopen(one, { by: 's', now: start })),
      fc.nat(1).map((count) => (one) => close(one, { missing: Array<string>(count).fill('minutes'), now: start })),
      ...followed([
        MediatorAssignedSchema,
        ImpasseReachedSchema,
        GoBetweenAcceptedSchema,
        AgreementReachedSchema,
        AgreementBrokenSchema,
        AgreementPerformedSchema,
        ConfirmationAppliedSchema,
        ConfirmationGrantedSchema,
        ConfirmationDeclinedSchema,
      ]),
    ];
    let confirmed = false;
    // What ends a case would end most lists early: it comes less often than what leads on.
    const onward = deeds.filter((_, index) => index < 2 || index > 6);
    tries(caseLife, [...onward, ...onward, ...onward, ...deeds], begin, {
      fold: (one, event) => {
        if (isMessage(event, ConfirmationGrantedSchema)) one.confirmedAt = start;
        if (isMessage(event, CaseReopenedSchema)) for (const party of parties) party.consent = 'unasked';
        confirmed = one.confirmedAt !== null;
      },
      sound: ({ state }) => {
        if (['accepted', 'in-mediation', 'agreed'].includes(state)) expect(allConsent(parties)).toBe(true);
        if (confirmed) expect(['confirmed', 'performed', 'broken', 'closed']).toContain(state);
      },
    });
  });

  it('has the same time however often it stands still', async () => {
    const { pause, resume } = await import('../cases/case.js');
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(20), fc.nat(20)), { maxLength: 8 }), (stops) => {
        const one = row<MediationCase>({ state: 'in-mediation', pausedAt: null, dueAt: after(PERIOD_DAYS) });
        let [now, stood] = [0, 0];
        for (const [run, stand] of stops) {
          now += run;
          const paused = pause(one, { reason: 'illness', now: after(now) });
          expect(isMessage(paused, ClockPausedSchema)).toBe(true);
          one.pausedAt = after(now);
          now += stand;
          stood += stand;
          const resumed = resume(one, after(now));
          expect(isMessage(resumed, ClockResumedSchema)).toBe(true);
          one.dueAt = toInstant(resumed.dueAt);
          one.pausedAt = null;
        }
        expect(one.dueAt?.equals(after(PERIOD_DAYS + stood))).toBe(true);
      }),
    );
  });
});

describe('an agreement', () => {
  const parties = [1, 2].map((side) => row<Party>({ id: `p-${side}`, side, left: false }));
  const one = row<MediationCase>({ kind: 'wages' });
  const instalment = row<Instalment>({ number: 1, dueOn: '2027-02-10', performedAt: null });
  const content = {
    ...{ facts: 'f', matters: 'm', terms: 't', manner: 'b' },
    responsibility: parties.map(({ id }) => ({ partyId: id, text: 'r' })),
    instalments: [{ from: 'p-2', to: 'p-1', dueOn: '2027-02-10', amountFen: 1, what: 'w' }],
  };

  it('binds only with every hand under it, and goes to the court only within its days, by all', () => {
    let [now, applied] = [0, -1];
    let lastDay = 0;
    const applicants = new Set<string>();
    const begin = () => {
      [now, applied, lastDay] = [0, -1, 0];
      applicants.clear();
      return row<Agreement>({
        ...{ state: 'drafted', form: 'written', edition: 1, content, signatures: [], signedBy: null },
        ...{ appliedAt: null, confirmationUntil: null },
      });
    };
    const at = fc.integer({ min: 0, max: 4 }).map((step) => () => (now += step));
    const someone = fc.constantFrom('p-1', 'p-2');
    const deeds: fc.Arbitrary<Attempt<Agreement>>[] = [
      fc.constant((agreement) => revise(agreement, after(now))),
      fc.tuple(someone, fc.constantFrom(1, 2)).map(([partyId, edition]) => (agreement) => {
        const signature = { partyId, witness: null, at: '' };
        return confirm(agreement, { signature, edition, now: after(now) });
      }),
      at.map((tick) => (agreement) => {
        tick();
        const today = start.toZonedDateTimeISO('UTC').toPlainDate().add({ days: now }).toString();
        return reach(
          { ...agreement, signedBy: 'm' },
          {
            case: one,
            parties,
            today,
            zone: 'Asia/Shanghai',
            now: after(now),
          },
        );
      }),
      at.map((tick) => (agreement) => {
        tick();
        return breakOff(agreement, {
          kind: 'wages',
          instalment,
          today: now > 16 ? '2027-02-11' : '2027-02-01',
          now: after(now),
        });
      }),
      fc.tuple(at, someone).map(([tick, partyId]) => (agreement) => {
        tick();
        applicants.add(partyId);
        return applyToCourt(agreement, { applicants: [...applicants], now: after(now) });
      }),
      fc.constant((agreement) => performAll(agreement, 'wages', after(now))),
      fc.constant((agreement) => grantByCourt(agreement, after(now))),
      fc.constant((agreement) => declineByCourt(agreement, after(now))),
      fc.constant((agreement) => abandon(agreement, after(now))),
    ];
    const onward = deeds.slice(1, 5);
    tries(agreementLife, [...onward, ...onward, ...onward, ...deeds], begin, {
      fold: (agreement, event) => {
        if (event.$typeName.endsWith('AgreementRevised'))
          Object.assign(agreement, { edition: agreement.edition + 1, signatures: [] });
        if (isMessage(event, AgreementConfirmedSchema)) {
          agreement.signatures = [...agreement.signatures, { partyId: event.partyId, witness: null, at: '' }];
        }
        if (isMessage(event, AgreementReachedSchema)) {
          agreement.confirmationUntil = toInstant(event.confirmationUntil);
          lastDay = Math.floor(start.until(toInstant(event.confirmationUntil)).total('hours') / 24);
        }
        if (isMessage(event, ConfirmationAppliedSchema)) {
          agreement.appliedAt = after(now);
          applied = now;
        }
      },
      sound: ({ state, signatures }) => {
        if (state !== 'drafted' && state !== 'abandoned') expect(signatures).toHaveLength(2);
        if (state === 'confirmed' || state === 'void') expect(applied).toBeGreaterThanOrEqual(0);
        if (applied >= 0) {
          expect(applied).toBeLessThanOrEqual(lastDay);
          expect([...applicants].sort()).toEqual(['p-1', 'p-2']);
        }
      },
    });
  });
});

describe('a session', () => {
  it('is held or called off once, and only of a case that has its consents and a mediator', () => {
    const state = fc.constantFrom('consent-sought', 'accepted', 'in-mediation', 'terminated') as fc.Arbitrary<
      MediationCase['state']
    >;
    const consent = fc.constantFrom('asked', 'given', 'refused') as fc.Arbitrary<Party['consent']>;
    fc.assert(
      fc.property(state, consent, consent, fc.nat(1), (of, first, second, mediators) => {
        const one = row<MediationCase>({ state: of, mediatorIds: Array<string>(mediators).fill('m') });
        const parties = [first, second].map((given, index) =>
          row<Party>({ id: `p-${index}`, side: index + 1, left: false, consent: given }),
        );
        const session = row<MediationSession>({
          number: 1,
          startsAt: after(1),
          endsAt: after(2),
          place: 'x',
          venueId: null,
          interpretedFrom: null,
        });
        const may = of === 'in-mediation' && first === 'given' && second === 'given' && mediators > 0;
        let arranged = false;
        try {
          arranged = Boolean(arrange(session, { case: one, parties, now: start }));
        } catch (error) {
          expect(isRefusal(error)).toBe(true);
        }
        expect(arranged).toBe(may);
      }),
    );
    const parties = ['p-1', 'p-2'].map((id, index) =>
      row<Party>({ id, side: index + 1, left: false, consent: 'given' }),
    );
    const one = row<MediationCase>({ state: 'in-mediation' });
    const outcome = fc.constantFrom<Outcome>('adjourned', 'agreed', 'impasse');
    let agreedBy: readonly string[] = [];
    const deeds: fc.Arbitrary<Attempt<MediationSession>>[] = [
      fc.tuple(days, outcome, fc.subarray(['p-1', 'p-2', 'stranger'])).map(([day, how, came]) => (session) => {
        const held = hold(session, { case: one, parties, came, outcome: how, proposing: [1], now: after(day) });
        if (how === 'agreed') agreedBy = came;
        return held;
      }),
      fc.constant((session) => callOff(session, { reason: 'other', now: start })),
    ];
    tries(
      mediationSessionLife,
      deeds,
      () => {
        agreedBy = ['p-1', 'p-2'];
        return row<MediationSession>({ state: 'arranged', startsAt: after(5), number: 1 });
      },
      { sound: () => expect([...agreedBy].sort()).toEqual(['p-1', 'p-2']) },
    );
  });
});

describe('an invitation', () => {
  it('brings a go-between only when all sides and they themselves agree', () => {
    let asked = { agreedBy: [] as number[], goBetweenAgrees: false };
    const deeds: fc.Arbitrary<Attempt<Invitation>>[] = [
      fc.record({ agreedBy: fc.subarray([1, 2]), goBetweenAgrees: fc.boolean() }).map((answers) => (one) => {
        const accepted = acceptInvitation(one, { ...answers, sides: [1, 2], now: start });
        if (accepted) asked = answers;
        return accepted;
      }),
      fc.constant((one) => decline(one, start)),
      fc.constant((one) => release(one, start)),
    ];
    tries(invitationLife, deeds, () => row<Invitation>({ state: 'proposed' }), {
      sound: ({ state }) => {
        if (state === 'accepted') expect(asked).toEqual({ agreedBy: [1, 2], goBetweenAgrees: true });
      },
    });
  });
});

/** Lives whose every step is unconditional: the table is all there is to them. */
const tableOnly = [goBetweenLife.name, mediatorLife.name, warningLife.name];

it('there is no life that nobody tries', () => {
  expect(declaredLives().map(({ name }) => name)).toEqual([...reached.keys(), ...tableOnly].sort());
});
