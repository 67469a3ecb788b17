import { create } from '@bufbuild/protobuf';
import {
  ConsultationClosedSchema,
  ConsultationOpenedSchema,
  toTimestamp,
  type ConsultationClosed,
  type ConsultationOpened,
} from '@huying/contracts';
import { lifecycle } from '@huying/lifecycle';
import type { Temporal } from 'temporal-polyfill';
import type { Consultation, ConsultationState } from './consultation.entity.js';
import { consultationProblems } from './consultations.problems.js';

export const consultationLife = lifecycle<ConsultationState>({
  name: 'consultation',
  title: 'Consultation 协商',
  begins: [ConsultationOpenedSchema, 'open'],
  ways: [[ConsultationClosedSchema, ['open'], 'closed']],
  refuse: (state) => consultationProblems.wrongState({ state }),
});

export function openConsultation(one: Consultation, now: Temporal.Instant): ConsultationOpened {
  const { id: consultationId, communityId, title } = one;
  const commonProblemId = one.commonProblemId ?? '';
  return create(ConsultationOpenedSchema, {
    ...{ consultationId, communityId, title, commonProblemId, openedAt: toTimestamp(now) },
  });
}

/** @throws consultation-wrong-state, consultation-round-open */
export function closeConsultation(one: Consultation, roundOpen: boolean, now: Temporal.Instant): ConsultationClosed {
  consultationLife.ensure(one.state, ConsultationClosedSchema);
  if (roundOpen) throw consultationProblems.roundOpen();
  const { id: consultationId, communityId } = one;
  return create(ConsultationClosedSchema, { consultationId, communityId, closedAt: toTimestamp(now) });
}
