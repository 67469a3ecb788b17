import { create } from '@bufbuild/protobuf';
import {
  DecisionOutcome,
  DecisionReachedSchema,
  PriorityListPublishedSchema,
  RoundClosedSchema,
  RoundOpenedSchema,
  RoundPurpose,
  toTimestamp,
  type DecisionReached,
  type PriorityListPublished,
  type RoundClosed,
  type RoundOpened,
} from '@huying/contracts';
import { isBefore } from '@huying/calendar';
import { lifecycle } from '@huying/lifecycle';
import type { Temporal } from 'temporal-polyfill';
import { rules } from '../majorities/rules.js';
import type { Count } from '../results/count.js';
import { LEAST_AFFECTED, MOST_AFFECTING } from '../results/affected.js';
import type { Option, OptionWish, Purpose, Round, RoundState } from './round.entity.js';
import { roundProblems } from './rounds.problems.js';

export const roundLife = lifecycle<RoundState>({
  name: 'round',
  title: 'Round 轮次',
  begins: [RoundOpenedSchema, 'open'],
  ways: [[RoundClosedSchema, ['open'], 'closed']],
  refuse: (state) => roundProblems.wrongState({ state }),
});

export const MOST_ROUNDS = 5;

const publishedPurpose: Readonly<Record<Purpose, RoundPurpose>> = {
  whether: RoundPurpose.WHETHER,
  what: RoundPurpose.WHAT,
  how: RoundPurpose.HOW,
  check: RoundPurpose.CHECK,
  confirm: RoundPurpose.CONFIRM,
};

const publishedOutcome: Readonly<Record<Count['outcome'], DecisionOutcome>> = {
  passed: DecisionOutcome.PASSED,
  failed: DecisionOutcome.FAILED,
  'no-quorum': DecisionOutcome.NO_QUORUM,
  counted: DecisionOutcome.COUNTED,
};

/**
 * The options of a round: those that are stated, else what was ticked in the round before, the most wanted first, or the items of a question
 * that was answered.
 * @throws round-option-twice; round-too-many, round-before-open, round-not-agreed, if no further round may follow the one before
 */
export function optionsAfter(before: Round | undefined, purpose: Purpose, stated: readonly OptionWish[]): Option[] {
  if (before) {
    if (before.number >= MOST_ROUNDS) throw roundProblems.tooMany({ most: MOST_ROUNDS });
    if (!before.published) throw roundProblems.beforeOpen();
    const { outcome } = before.published;
    if (before.purpose === 'whether' && purpose !== 'whether' && outcome !== 'passed' && outcome !== 'counted') {
      throw roundProblems.notAgreed({ outcome });
    }
  }
  if (new Set(stated.map(({ text }) => text)).size < stated.length) throw roundProblems.optionTwice();
  if (stated.length > 0) return stated.map((wish, index) => ({ id: `o${index + 1}`, ...wish }));
  if (!before) return [];
  const known = before.options.map(({ id, text, costFen, affects }) => ({
    ...{ id, text },
    ...(costFen !== undefined && { costFen }),
    ...(affects && { affects }),
  }));
  if (before.method === 'yes-no') return known;
  const ticked = (before.published?.counts ?? []).filter(({ ballots }) => ballots > 0);
  return ticked.flatMap(({ choice }) => known.filter(({ id }) => id === choice));
}

/** @throws round-affecting-too-many, round-affected-too-few */
function ensureAffected(options: readonly Option[]): void {
  const affected = options.filter(({ affects }) => affects);
  if (affected.length > MOST_AFFECTING) throw roundProblems.affectingTooMany({ most: MOST_AFFECTING });
  const few = affected.find(({ affectedVoters = 0 }) => affectedVoters < LEAST_AFFECTED);
  if (few) throw roundProblems.affectedTooFew({ option: few.id, least: LEAST_AFFECTED });
}

/**
 * @throws round-closes-too-soon, round-area-needs-yes-no, round-rule-needs-yes-no, round-no-options, round-affecting-too-many,
 * round-affected-too-few, round-nobody
 */
export function openRound(one: Round, now: Temporal.Instant): RoundOpened {
  const { opensAt, closesAt } = one;
  if (!isBefore(now, closesAt) || !isBefore(opensAt, closesAt)) throw roundProblems.closesTooSoon();
  if (one.method !== 'yes-no') {
    if (rules[one.rule].byArea) throw roundProblems.areaNeedsYesNo();
    if (rules[one.rule].agreement) throw roundProblems.ruleNeedsYesNo();
    const tooManyTicks = one.method === 'checklist' && one.mostTicks > one.options.length;
    if (one.options.length < 2 || tooManyTicks) throw roundProblems.noOptions();
    ensureAffected(one.options);
  }
  if (one.voters === 0) throw roundProblems.nobody();
  return create(RoundOpenedSchema, {
    ...told(one),
    number: one.number,
    purpose: publishedPurpose[one.purpose],
    voters: one.voters,
    opensAt: toTimestamp(opensAt),
    closesAt: toTimestamp(closesAt),
    openedAt: toTimestamp(now),
  });
}

/** @throws round-wrong-state */
export function closeRound(one: Round, ballots: number, now: Temporal.Instant): RoundClosed {
  roundLife.ensure(one.state, RoundClosedSchema);
  return create(RoundClosedSchema, { ...told(one), ballots, closedAt: toTimestamp(now) });
}

export function decisionOf(one: Round, { outcome }: Count, now: Temporal.Instant): DecisionReached {
  return create(DecisionReachedSchema, {
    ...told(one),
    rule: one.rule,
    outcome: publishedOutcome[outcome],
    reachedAt: toTimestamp(now),
  });
}

/** The options in the order in which they are wanted. */
export function prioritiesOf(one: Round, { counts }: Count, now: Temporal.Instant): PriorityListPublished {
  const textOf = (id: string) => one.options.find((option) => option.id === id)?.text ?? '';
  return create(PriorityListPublishedSchema, {
    ...told(one),
    items: counts.map(({ choice, ballots }) => ({ optionId: choice, text: textOf(choice), ballots })),
    publishedAt: toTimestamp(now),
  });
}

const told = ({ id: roundId, communityId, consultationId }: Round) => ({ roundId, communityId, consultationId });
