import { create } from '@bufbuild/protobuf';
import {
  GroupDisputeSuspectedSchema,
  toTimestamp,
  WarningConfirmedSchema,
  WarningDismissedSchema,
  WarningGrewSchema,
  type GroupDisputeSuspected,
  type WarningConfirmed,
  type WarningDismissed,
  type WarningGrew,
} from '@huying/contracts';
import { lifecycle } from '@huying/lifecycle';
import type { Temporal } from 'temporal-polyfill';
import { publishedKind } from '../kinds/kinds.js';
import type { GroupWarning, WarningState } from './warning.entity.js';
import { warningProblems } from './warnings.problems.js';

export const warningLife = lifecycle<WarningState>({
  name: 'warning',
  title: 'Warning of a group dispute 群体纠纷预警',
  begins: [GroupDisputeSuspectedSchema, 'suspected'],
  ways: [
    [WarningConfirmedSchema, ['suspected'], 'confirmed'],
    [WarningDismissedSchema, ['suspected'], 'dismissed'],
  ],
  refuse: (state) => warningProblems.wrongState({ state }),
});

const told = ({ id, communityId, kind }: GroupWarning) => ({
  ...{ warningId: id, communityId, kind: publishedKind(kind) },
});

/** The share of usual times that bring fewer: what is so surprising is not the usual with that probability. */
const confidenceOf = ({ finding }: GroupWarning): number => 1 - 10 ** -finding.surprise;

const seen = (one: GroupWarning) => ({
  ...told(one),
  complaints: one.complaintIds.length,
  people: one.voices.length,
  confidence: confidenceOf(one),
  firstAt: toTimestamp(one.firstAt),
  lastAt: toTimestamp(one.lastAt),
});

export function suspect(one: GroupWarning, now: Temporal.Instant): GroupDisputeSuspected {
  return create(GroupDisputeSuspectedSchema, {
    ...seen(one),
    subjectId: one.subjectId ?? '',
    hometown: one.hometown ?? '',
    suspectedAt: toTimestamp(now),
  });
}

export function grow(one: GroupWarning, now: Temporal.Instant): WarningGrew {
  return create(WarningGrewSchema, { ...seen(one), grewAt: toTimestamp(now) });
}

/** @throws warning-wrong-state */
export function confirm(one: GroupWarning, now: Temporal.Instant): WarningConfirmed {
  warningLife.ensure(one.state, WarningConfirmedSchema);
  const complaints = one.complaintIds.length;
  return create(WarningConfirmedSchema, { ...told(one), complaints, confirmedAt: toTimestamp(now) });
}

/** @throws warning-wrong-state */
export function dismiss(one: GroupWarning, now: Temporal.Instant): WarningDismissed {
  warningLife.ensure(one.state, WarningDismissedSchema);
  return create(WarningDismissedSchema, { ...told(one), dismissedAt: toTimestamp(now) });
}
