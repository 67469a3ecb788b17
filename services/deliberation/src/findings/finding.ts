import { create } from '@bufbuild/protobuf';
import {
  FindingAnsweredSchema,
  FindingClosedSchema,
  FindingEscalatedSchema,
  FindingRaisedSchema,
  FindingRectifiedSchema,
  FindingReopenedSchema,
  toTimestamp,
  type FindingAnswered,
  type FindingClosed,
  type FindingEscalated,
  type FindingRaised,
  type FindingRectified,
  type FindingReopened,
} from '@huying/contracts';
import type { Deed } from '@huying/http';
import { lifecycle } from '@huying/lifecycle';
import { Temporal } from 'temporal-polyfill';
import type { Work } from '../works/work.entity.js';
import type { Finding, FindingState, Severity } from './finding.entity.js';
import { findingProblems } from './findings.problems.js';

/** While the contractor has something to do. */
const waiting: readonly FindingState[] = ['open', 'answered', 'reopened'];

/** Nobody closes a finding but another supervisor who looked; what comes back after that is opened again. */
export const findingLife = lifecycle<FindingState>({
  name: 'finding',
  title: 'Finding 问题(挑刺)',
  begins: [FindingRaisedSchema, 'open'],
  ways: [
    [FindingAnsweredSchema, ['open', 'reopened'], 'answered'],
    [FindingRectifiedSchema, waiting, 'rectified'],
    [FindingReopenedSchema, ['rectified', 'closed'], 'reopened'],
    [FindingClosedSchema, ['rectified'], 'closed'],
  ],
  refuse: (state) => findingProblems.wrongState({ state }),
});

/** Within how many days a finding is to be rectified at the latest, and unless another day is named. */
export const DAYS_TO_RECTIFY: Readonly<Record<Severity, number>> = { minor: 14, serious: 7, dangerous: 1 };

const told = ({ id: findingId, communityId, workId }: Finding) => ({ findingId, communityId, workId });
const daysAfter = (day: string, days: number): string => Temporal.PlainDate.from(day).add({ days }).toString();

/** The day that was named, or the last that the severity allows. @throws finding-due-not-in-time */
export function dueDay(severity: Severity, wished: string | undefined, today: string): string {
  const days = DAYS_TO_RECTIFY[severity];
  const latest = daysAfter(today, days);
  if (wished !== undefined && (wished < today || wished > latest)) {
    throw findingProblems.dueNotInTime({ severity, days });
  }
  return wished ?? latest;
}

/** What the rules look at besides the finding. */
export interface Watch {
  readonly work: Work;
  /** Whether whoever does it sits in the team today. */
  readonly inTeam: boolean;
}

/** @param photos how many show it @throws finding-not-in-the-team, finding-works-over, finding-no-such-stage */
export function raiseFinding(
  finding: Finding,
  { work, inTeam, photos, by, now }: Deed & Watch & { photos: number },
): FindingRaised {
  const { stage, severity, building, dueOn } = finding;
  if (!inTeam) throw findingProblems.notInTheTeam();
  if (work.state !== 'under-way') throw findingProblems.worksOver();
  if (stage > work.stages.length) throw findingProblems.noSuchStage({ stages: work.stages.length });
  return create(FindingRaisedSchema, {
    ...{ ...told(finding), stage, severity, building: building ?? '', photos, dueOn },
    ...{ raisedBy: by, raisedAt: toTimestamp(now) },
  });
}

/** Whether somebody acts for the contractor of the works; staff enter what one without an account says. */
export interface ForContractor {
  readonly forContractor: boolean;
}

/** @throws finding-not-the-contractor, finding-wrong-state */
export function answerFinding(finding: Finding, { forContractor, by, now }: Deed & ForContractor): FindingAnswered {
  if (!forContractor) throw findingProblems.notTheContractor();
  findingLife.ensure(finding.state, FindingAnsweredSchema);
  return create(FindingAnsweredSchema, { ...told(finding), answeredBy: by, answeredAt: toTimestamp(now) });
}

/** @throws finding-not-the-contractor, finding-wrong-state */
export function rectifyFinding(finding: Finding, { forContractor, by, now }: Deed & ForContractor): FindingRectified {
  if (!forContractor) throw findingProblems.notTheContractor();
  findingLife.ensure(finding.state, FindingRectifiedSchema);
  const { severity } = finding;
  return create(FindingRectifiedSchema, {
    ...{ ...told(finding), severity },
    ...{ rectifiedBy: by, rectifiedAt: toTimestamp(now) },
  });
}

/**
 * Four eyes: neither who raised it, nor who reopened it last, nor who said that it is rectified.
 * @throws finding-not-in-the-team, finding-own-finding
 */
function ensureOther({ raisedBy, reopenedBy, rectifiedBy }: Finding, by: string, inTeam: boolean): void {
  if (!inTeam) throw findingProblems.notInTheTeam();
  if ([raisedBy, reopenedBy, rectifiedBy].includes(by)) throw findingProblems.ownFinding();
}

/** It is not as it should be. @throws finding-not-in-the-team, finding-own-finding, finding-works-over, finding-wrong-state */
export function reopenFinding(
  finding: Finding,
  { work, inTeam, dueOn, by, now }: Deed & Watch & { dueOn: string },
): FindingReopened {
  ensureOther(finding, by, inTeam);
  findingLife.ensure(finding.state, FindingReopenedSchema);
  if (finding.state === 'closed' && work.state !== 'under-way') throw findingProblems.worksOver();
  const { severity, reopenedTimes } = finding;
  return create(FindingReopenedSchema, {
    ...{ ...told(finding), severity, times: reopenedTimes + 1, dueOn },
    ...{ reopenedBy: by, reopenedAt: toTimestamp(now) },
  });
}

/** It is gone. @throws finding-not-in-the-team, finding-own-finding, finding-wrong-state */
export function closeFinding(finding: Finding, { inTeam, by, now }: Deed & { inTeam: boolean }): FindingClosed {
  ensureOther(finding, by, inTeam);
  findingLife.ensure(finding.state, FindingClosedSchema);
  const { severity, reopenedTimes, raisedAt, rectifiedAt } = finding;
  const minutes = raisedAt.until(rectifiedAt ?? now).total('minutes');
  return create(FindingClosedSchema, {
    ...{ ...told(finding), severity, reopenedTimes, minutesToRectify: Math.max(0, Math.floor(minutes)) },
    ...{ closedBy: by, closedAt: toTimestamp(now) },
  });
}

/** Whether its day has passed and the contractor has still something to do. */
export function isOverdue({ state, dueOn }: Finding, today: string): boolean {
  return waiting.includes(state) && dueOn < today;
}

/** Once for each due day. @returns undefined unless it is overdue, or if staff know already */
export function escalate(
  finding: Finding,
  { contractor, today, now }: { contractor: string; today: string; now: Temporal.Instant },
): FindingEscalated | undefined {
  const { severity, dueOn, escalatedFor } = finding;
  if (!isOverdue(finding, today) || escalatedFor === dueOn) return undefined;
  return create(FindingEscalatedSchema, {
    ...told(finding),
    severity,
    contractor,
    dueOn,
    escalatedAt: toTimestamp(now),
  });
}
