import { create } from '@bufbuild/protobuf';
import { isBefore } from '@huying/calendar';
import {
  SupervisorLeftSchema,
  SupervisorSeatedSchema,
  toTimestamp,
  WorkClosedSchema,
  WorkCompletedSchema,
  WorkStartedSchema,
  type SupervisorLeft,
  type SupervisorSeated,
  type WorkClosed,
  type WorkCompleted,
  type WorkStarted,
} from '@huying/contracts';
import type { Deed, ReasonedDeed } from '@huying/http';
import { lifecycle } from '@huying/lifecycle';
import type { Temporal } from 'temporal-polyfill';
import type { Stage, Supervisor, Work, WorkState } from './work.entity.js';
import { workProblems } from './works.problems.js';

/** Residents have the last word: works that are done are closed when households have said what they make of them. */
export const workLife = lifecycle<WorkState>({
  name: 'work',
  title: 'Work 工程',
  begins: [WorkStartedSchema, 'under-way'],
  ways: [
    [WorkCompletedSchema, ['under-way'], 'completed'],
    [WorkClosedSchema, ['completed'], 'closed'],
  ],
  refuse: (state) => workProblems.wrongState({ state }),
});

/** Stages may overlap, but begin in their order. @throws work-stages-not-in-order, work-stage-name-twice */
export function ensureStages(stages: readonly Stage[]): void {
  for (const [index, { fromOn, untilOn }] of stages.entries()) {
    const before = stages[index - 1];
    if (untilOn < fromOn || (before && fromOn < before.fromOn)) {
      throw workProblems.stagesNotInOrder({ stage: index + 1 });
    }
  }
  if (new Set(stages.map(({ name }) => name)).size < stages.length) throw workProblems.stageNameTwice();
}

/** @throws work-stages-not-in-order, work-stage-name-twice */
export function startWork(work: Work, { by, now }: Deed): WorkStarted {
  const { id: workId, communityId, title, decisionId, contractor, budgetFen, stages } = work;
  ensureStages(stages);
  return create(WorkStartedSchema, {
    ...{ workId, communityId, title, contractor, decisionId: decisionId ?? '' },
    ...{ budgetFen: BigInt(budgetFen), stages: stages.length },
    fromOn: stages[0]?.fromOn ?? '',
    untilOn: stages.reduce((latest, { untilOn }) => (untilOn > latest ? untilOn : latest), ''),
    ...{ startedBy: by, startedAt: toTimestamp(now) },
  });
}

/** Who carries out the works does not watch them. @throws work-wrong-state, work-term-reversed, work-contractor-supervises */
export function seat(work: Work, one: Supervisor, { today, by, now }: Deed & { today: string }): SupervisorSeated {
  const { id: seatId, personId: supervisorId, fromOn, untilOn } = one;
  if (work.state !== 'under-way') throw workProblems.wrongState({ state: work.state });
  if (untilOn < fromOn || untilOn < today) throw workProblems.termReversed();
  if (supervisorId === work.contractorAccount) throw workProblems.contractorSupervises();
  return create(SupervisorSeatedSchema, {
    ...{ workId: work.id, communityId: work.communityId, seatId, supervisorId, fromOn, untilOn },
    ...{ seatedBy: by, seatedAt: toTimestamp(now) },
  });
}

/** @throws work-seat-left-already */
export function leave(one: Supervisor, { today, by, now, reason }: ReasonedDeed & { today: string }): SupervisorLeft {
  const { id: seatId, workId, communityId, personId: supervisorId } = one;
  if (one.leftAt || one.untilOn < today) throw workProblems.seatLeftAlready();
  return create(SupervisorLeftSchema, {
    ...{ workId, communityId, seatId, supervisorId, reason },
    ...{ recordedBy: by, leftAt: toTimestamp(now) },
  });
}

/** How many findings works have. */
export interface FindingCounts {
  readonly all: number;
  /** Not closed yet. */
  readonly open: number;
  /** Of them, how many are serious or dangerous. */
  readonly grave: number;
}

/** @throws work-wrong-state, work-gravely-flawed */
export function completeWork(
  work: Work,
  { findings, ratingsUntil, by, now }: Deed & { findings: FindingCounts; ratingsUntil: Temporal.Instant },
): WorkCompleted {
  workLife.ensure(work.state, WorkCompletedSchema);
  if (findings.grave > 0) throw workProblems.gravelyFlawed({ open: findings.grave });
  const { id: workId, communityId, decisionId, contractor } = work;
  return create(WorkCompletedSchema, {
    ...{ workId, communityId, contractor, decisionId: decisionId ?? '' },
    ...{ findings: findings.all, stillOpen: findings.open, ratingsUntil: toTimestamp(ratingsUntil) },
    ...{ completedBy: by, completedAt: toTimestamp(now) },
  });
}

/** @throws work-not-asked-yet, work-ratings-over */
export function ensureRatable({ state, ratingsUntil }: Work, now: Temporal.Instant): void {
  if (state === 'under-way' || !ratingsUntil) throw workProblems.notAskedYet();
  if (state === 'closed' || !isBefore(now, ratingsUntil)) throw workProblems.ratingsOver();
}

/** What households have said. */
export interface Ratings {
  readonly count: number;
  readonly sum: number;
}

/** @returns undefined before the time is over */
export function closeWork(
  work: Work,
  { count, sum, now }: Ratings & { now: Temporal.Instant },
): WorkClosed | undefined {
  const { id: workId, communityId, state, ratingsUntil } = work;
  if (!workLife.may(state, WorkClosedSchema) || !ratingsUntil || isBefore(now, ratingsUntil)) return undefined;
  return create(WorkClosedSchema, { workId, communityId, ratings: count, ratingSum: sum, closedAt: toTimestamp(now) });
}
