/**
 * A process has one list of declared lives.
 * @jest-environment node
 */
import { isMessage } from '@bufbuild/protobuf';
import {
  FindingRectifiedSchema,
  FindingReopenedSchema,
  ProposalSupportLostSchema,
  ProposalSupportReachedSchema,
  WorkCompletedSchema,
} from '@huying/contracts';
import { declaredLives, type Attempt } from '@huying/lifecycle';
import { reached, tries } from '@huying/testing';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { accept, appoint, appointmentLife, decline, end, withdraw } from './appointments/appointment.js';
import type { Appointment, Territory } from './appointments/appointment.entity.js';
import {
  answerFinding,
  closeFinding,
  dueDay,
  escalate,
  findingLife,
  isOverdue,
  rectifyFinding,
  reopenFinding,
} from './findings/finding.js';
import { severities, type Finding } from './findings/finding.entity.js';
import {
  declineProposal,
  ensureSettled,
  makeProposal,
  MOST_UNDECIDED,
  proposalLife,
  takeUp,
  weighSupport,
  withdrawProposal,
} from './proposals/proposal.js';
import type { Proposal } from './proposals/proposal.entity.js';
import { closeConsultation, consultationLife } from './consultations/consultation.js';
import type { Consultation } from './consultations/consultation.entity.js';
import { closeRound, roundLife } from './rounds/round.js';
import type { Round } from './rounds/round.entity.js';
import { reject, show, statementLife } from './statements/statement.js';
import type { Statement } from './statements/statement.entity.js';
import { closeWork, completeWork, ensureRatable, workLife } from './works/work.js';
import type { Work, WorkState } from './works/work.entity.js';

/** Deeds in any order, at any time: no refusal changes anything, no event leaves its way, and what must be true stays true. */

const start = Temporal.Instant.from('2026-12-01T01:00:00Z');
const today = '2026-12-01';
const deedOf = (by: string) => ({ by, now: start, reason: '已商定' });
const row = <Row>(fields: Partial<Row>): Row => ({ id: 'one', communityId: 'xishan', version: 1, ...fields }) as Row;
const people = fc.constantFrom('raiser', 'second', 'third', 'contractor', 'staff');
const team = ['raiser', 'second', 'third', 'staff'];

describe('works', () => {
  it('are completed without a grave finding, and closed when households have had their time', () => {
    const until = start.add({ hours: 24 });
    const counts = fc.record({ all: fc.nat(9), open: fc.nat(9), grave: fc.nat(1) });
    const times = fc.constantFrom(start, until.subtract({ nanoseconds: 1 }), until);
    let lastGrave = 0;
    const deeds: fc.Arbitrary<Attempt<Work>>[] = [
      counts.map((findings) => (one) => {
        const completed = completeWork(one, { ...deedOf('staff'), findings, ratingsUntil: until });
        lastGrave = findings.grave;
        return completed;
      }),
      times.map((now) => (one) => {
        ensureRatable(one, now);
        expect([one.state, Temporal.Instant.compare(now, until)]).toEqual(['completed', -1]);
        return undefined;
      }),
      times.map((now) => (one) => closeWork(one, { count: 3, sum: 12, now })),
    ];
    tries(workLife, deeds, () => row<Work>({ state: 'under-way', decisionId: null, ratingsUntil: null }), {
      fold: (one, event) => {
        if (isMessage(event, WorkCompletedSchema)) one.ratingsUntil = until;
      },
      sound: ({ state }) => {
        if (state !== 'under-way') expect(lastGrave).toBe(0);
      },
    });
  });
});

describe('a finding', () => {
  it('is closed or reopened by nobody but another of the team, and counts each reopening', () => {
    const works = fc
      .constantFrom<WorkState>('under-way', 'under-way', 'completed')
      .map((state) => row<Work>({ state }));
    let last: { by: string; from: string; state: WorkState } | undefined;
    const checks = fc.record({ by: people, work: works, passed: fc.boolean() });
    const deeds: fc.Arbitrary<Attempt<Finding>>[] = [
      people.map((by) => (one) => answerFinding(one, { ...deedOf(by), forContractor: by === 'contractor' })),
      people.map((by) => (one) => {
        return rectifyFinding(one, { ...deedOf(by), forContractor: by === 'contractor' || by === 'staff' });
      }),
      checks.map(({ by, work, passed }) => (one) => {
        const inTeam = team.includes(by);
        const event = passed
          ? closeFinding(one, { ...deedOf(by), inTeam })
          : reopenFinding(one, { ...deedOf(by), work, inTeam, dueOn: today });
        last = { by, from: one.state, state: work.state };
        expect(inTeam).toBe(true);
        expect([one.raisedBy, one.reopenedBy, one.rectifiedBy]).not.toContain(by);
        return event;
      }),
    ];
    let reopenings = 0;
    const begin = () => {
      reopenings = 0;
      return row<Finding>({
        ...{ state: 'open', severity: 'serious', raisedBy: 'raiser', reopenedBy: null, rectifiedBy: null },
        ...{ reopenedTimes: 0, raisedAt: start, rectifiedAt: null },
      });
    };
    tries(findingLife, deeds, begin, {
      fold: (one, event) => {
        if (isMessage(event, FindingRectifiedSchema)) {
          Object.assign(one, { rectifiedBy: event.rectifiedBy, rectifiedAt: start });
        }
        if (isMessage(event, FindingReopenedSchema)) {
          reopenings += 1;
          expect(event.times).toBe(reopenings);
          Object.assign(one, { reopenedBy: event.reopenedBy, reopenedTimes: event.times });
          if (last?.from === 'closed') expect(last.state).toBe('under-way');
        }
      },
      sound: ({ reopenedTimes }) => expect(reopenedTimes).toBe(reopenings),
    });
  });

  it('is due within the time of its severity, and overdue from the day after on, told once for each day', () => {
    const states = fc.constantFrom(...findingLife.states);
    const days = fc
      .integer({ min: -3, max: 20 })
      .map((count) => Temporal.PlainDate.from(today).add({ days: count }).toString());
    fc.assert(
      fc.property(states, fc.constantFrom(...severities), days, days, (state, severity, wished, looked) => {
        const latest = dueDay(severity, undefined, today);
        const isInTime = wished >= today && wished <= latest;
        if (isInTime) expect(dueDay(severity, wished, today)).toBe(wished);
        else expect(() => dueDay(severity, wished, today)).toThrow('finding-due-not-in-time');
        const finding = row<Finding>({ state, severity, dueOn: wished, escalatedFor: null });
        const isWaiting = !['rectified', 'closed'].includes(state);
        expect(isOverdue(finding, looked)).toBe(isWaiting && looked > wished);
        const told = escalate(finding, { contractor: '某公司', today: looked, now: start });
        expect(told?.dueOn).toBe(isWaiting && looked > wished ? wished : undefined);
        const again = { ...finding, escalatedFor: wished };
        expect(escalate(again, { contractor: '某公司', today: looked, now: start })).toBeUndefined();
      }),
    );
  });
});

describe('an appointment', () => {
  it('comes to an office by nothing but the person’s own word', () => {
    const territory = row<Territory>({ kind: 'stairwell' });
    const deed = deedOf('staff');
    let isWilling = false;
    const deeds: fc.Arbitrary<Attempt<Appointment>>[] = [
      fc.constant((one) => {
        const accepted = accept(one, deed);
        isWilling = true;
        return accepted;
      }),
      fc.constant((one) => {
        const declined = decline(one, deed);
        isWilling = false;
        return declined;
      }),
      fc.constant((one) => withdraw(one, deed)),
      fc.constant((one) => appoint(one, { ...deed, territory, today })),
      fc.constant((one) => end(one, { ...deed, cause: 'resigned' })),
    ];
    const begin = () => {
      isWilling = false;
      return row<Appointment>({ state: 'proposed', office: 'stairwell-steward', fromOn: today, untilOn: '2027-12-01' });
    };
    tries(appointmentLife, deeds, begin, {
      sound: ({ state }) => {
        if (state === 'in-office' || state === 'ended') expect(isWilling).toBe(true);
      },
    });
  });
});

describe('a statement', () => {
  it('is moderated by nobody who made it', () => {
    const moderators = fc.constantFrom('author', 'staff');
    let last = '';
    const by = (who: string, decide: Attempt<Statement>): Attempt<Statement> => {
      return (one) => {
        const event = decide(one);
        last = who;
        return event;
      };
    };
    const deeds = [
      moderators.map((who) => by(who, (one) => show(one, deedOf(who)))),
      moderators.map((who) => by(who, (one) => reject(one, deedOf(who)))),
    ];
    tries(statementLife, deeds, () => row<Statement>({ state: 'submitted', authorId: 'author' }), {
      sound: () => expect(last).toBe('staff'),
    });
  });
});

describe('a proposal', () => {
  const NEEDED = 3;

  it('is ready as long as enough households support it, and taken up by nobody before', () => {
    const supporters = new Set<string>();
    const households = fc.constantFrom('a', 'b', 'c', 'd');
    const weighed =
      (change: (household: string) => void, household: string): Attempt<Proposal> =>
      (one) => {
        const before = [...supporters];
        change(household);
        try {
          return weighSupport(one, supporters.size, start);
        } catch (error) {
          supporters.clear();
          for (const kept of before) supporters.add(kept);
          throw error;
        }
      };
    const deeds: fc.Arbitrary<Attempt<Proposal>>[] = [
      households.map((household) => weighed((one) => supporters.add(one), household)),
      households.map((household) => weighed((one) => supporters.add(one), household)),
      households.map((household) => weighed((one) => supporters.delete(one), household)),
      fc.constant((one) => {
        const taken = takeUp(one, { ...deedOf('staff'), consultationId: 'c-1' });
        expect(supporters.size).toBeGreaterThanOrEqual(NEEDED);
        return taken;
      }),
      fc.constant((one) => declineProposal(one, deedOf('staff'))),
      people.map((by) => (one) => {
        const withdrawn = withdrawProposal(one, deedOf(by));
        expect(by).toBe('raiser');
        return withdrawn;
      }),
    ];
    const begin = () => {
      supporters.clear();
      supporters.add('a');
      return row<Proposal>({ state: 'gathering', madeBy: 'raiser', supportersNeeded: NEEDED });
    };
    tries(proposalLife, deeds, begin, {
      fold: (_, event) => {
        const isReached = isMessage(event, ProposalSupportReachedSchema);
        if (!isReached && !isMessage(event, ProposalSupportLostSchema)) return;
        expect([event.supporters, event.supporters >= NEEDED]).toEqual([supporters.size, isReached]);
      },
      sound: ({ state }) => {
        if (state === 'gathering' || state === 'ready') expect(state === 'ready').toBe(supporters.size >= NEEDED);
      },
    });
  });

  it('is made and supported by nobody whose household is not known for long enough, to the second', () => {
    const days = fc.integer({ min: 0, max: 400 });
    fc.assert(
      fc.property(days, fc.integer({ min: -5, max: 5 }), (count, seconds) => {
        const now = start.add({ seconds: count * 86_400 + seconds });
        const ask = () => ensureSettled(start, count, now);
        if (seconds >= 0) expect(ask).not.toThrow();
        else expect(ask).toThrow('proposal-household-too-fresh');
        expect(() => ensureSettled(undefined, count, now)).toThrow('proposal-no-household');
      }),
    );
  });

  it('is one of as many as one person may have waiting', () => {
    fc.assert(
      fc.property(fc.nat(2 * MOST_UNDECIDED), (waiting) => {
        const ask = () => makeProposal(row<Proposal>({ supportersNeeded: 1 }), { ...deedOf('raiser'), waiting });
        if (waiting < MOST_UNDECIDED) expect(ask()).toMatchObject({ madeBy: 'raiser' });
        else expect(ask).toThrow('proposal-too-many');
      }),
    );
  });
});

describe('a consultation', () => {
  it('ends once, and never while a round is open', () => {
    let isOpen = false;
    const deeds: fc.Arbitrary<Attempt<Consultation>>[] = [
      fc.boolean().map((open) => (one) => {
        isOpen = open;
        return closeConsultation(one, open, start);
      }),
    ];
    tries(consultationLife, deeds, () => row<Consultation>({ state: 'open' }), {
      fold: () => expect(isOpen).toBe(false),
    });
    expect(() => closeConsultation(row<Consultation>({ state: 'open' }), true, start)).toThrow(
      'consultation-round-open',
    );
  });
});

describe('a round', () => {
  it('closes once', () => {
    let closings = 0;
    const deeds: fc.Arbitrary<Attempt<Round>>[] = [
      fc.nat(9).map((ballots) => (one) => closeRound(one, ballots, start)),
    ];
    const begin = () => {
      closings = 0;
      return row<Round>({ state: 'open' });
    };
    tries(roundLife, deeds, begin, {
      fold: () => {
        closings += 1;
      },
      sound: () => expect(closings).toBeLessThanOrEqual(1),
    });
    expect(() => closeRound(row<Round>({ state: 'closed' }), 3, start)).toThrow('round-wrong-state');
  });
});

it('there is no life that nobody tries', () => {
  expect(declaredLives().map(({ name }) => name)).toEqual([...reached.keys()].sort());
});
