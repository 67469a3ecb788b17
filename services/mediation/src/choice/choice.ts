import { create } from '@bufbuild/protobuf';
import { isBefore } from '@huying/calendar';
import {
  MediatorAssignedSchema,
  MediatorChosenSchema,
  MediatorRefusedSchema,
  toTimestamp,
  type MediatorAssigned,
  type MediatorChosen,
  type MediatorRefused,
} from '@huying/contracts';
import type { Temporal } from 'temporal-polyfill';
import type { MediationCase } from '../cases/case.entity.js';
import { caseLife, told } from '../cases/case.js';
import { MOST_URGENT, publishedKind } from '../kinds/kinds.js';
import { exclusionsOf, peopleOf } from '../matching/exclusions.js';
import type { ExclusionCode, MatchCandidate, MatchCase } from '../matching/index.js';
import { mediatorProblems } from '../mediators/mediators.problems.js';
import type { SideChoice } from './choice.entity.js';

/** How many mediators a side can refuse before the committee names one (art. 19); ending mediation needs none of them. */
export const MOST_REFUSALS = 3;
/** How long the parties have to choose, from the acceptance of the case on, before the committee may name somebody. */
export const CHOICE_DAYS = 3;
/** One or several (art. 19). */
export const MOST_MEDIATORS = 3;

/** @throws case-wrong-state, mediator-refusals-used-up, mediator-refused-already */
export function refuseMediator(
  one: MediationCase,
  { choice, mediatorId, now }: { choice: SideChoice; mediatorId: string; now: Temporal.Instant },
): MediatorRefused {
  caseLife.ensure(one.state, MediatorAssignedSchema);
  if (choice.refused.includes(mediatorId)) throw mediatorProblems.refusedAlready();
  if (choice.refused.length >= MOST_REFUSALS) throw mediatorProblems.refusalsUsedUp({ most: MOST_REFUSALS });
  return create(MediatorRefusedSchema, {
    ...told(one),
    side: choice.side,
    mediatorId,
    refusalsLeft: MOST_REFUSALS - choice.refused.length - 1,
    refusedAt: toTimestamp(now),
  });
}

/** @throws case-wrong-state, mediator-assigned-already */
export function chooseMediators(
  one: MediationCase,
  { side, mediatorIds, now }: { side: number; mediatorIds: readonly string[]; now: Temporal.Instant },
): MediatorChosen {
  ensureUnassigned(one);
  return create(MediatorChosenSchema, {
    ...told(one),
    side,
    mediatorIds: [...mediatorIds],
    chosenAt: toTimestamp(now),
  });
}

/** Whom every side has chosen; undefined: not all have, or not the same. */
export function agreedChoice(sides: readonly number[], choices: readonly SideChoice[]): string[] | undefined {
  const chosen = sides.map((side) => choices.find((choice) => choice.side === side)?.chosen.toSorted() ?? []);
  const [first] = chosen;
  const same = first && first.length > 0 && chosen.every((ids) => ids.join() === first.join());
  return same ? first : undefined;
}

/**
 * @param on the day, `YYYY-MM-DD`
 * @throws case-wrong-state, mediator-assigned-already, mediator-is-party, mediator-has-conflict for whoever is excluded
 */
export function assignMediators(
  one: MediationCase,
  {
    matchCase,
    candidates,
    byChoice,
    on,
    now,
  }: {
    matchCase: MatchCase;
    candidates: readonly MatchCandidate[];
    byChoice: boolean;
    on: string;
    now: Temporal.Instant;
  },
): MediatorAssigned {
  ensureUnassigned(one);
  const people = peopleOf(matchCase);
  for (const candidate of candidates) ensureMay(exclusionsOf(people, candidate, on));
  return create(MediatorAssignedSchema, {
    ...told(one),
    kind: publishedKind(one.kind),
    mediatorIds: candidates.map(({ id }) => id),
    byChoice,
    assignedAt: toTimestamp(now),
  });
}

/**
 * The parties choose first (art. 19, 23): the committee names a mediator once every side has had its say and they do not agree, or the days
 * to choose are over; at once where it is urgent, for what is put off gets worse (art. 21).
 * @throws mediator-choice-first
 */
export function ensureChoiceIsOver(
  { urgency, risk, acceptedAt }: MediationCase,
  { sides, choices, now }: { sides: readonly number[]; choices: readonly SideChoice[]; now: Temporal.Instant },
): void {
  const hadTheirSay = ({ chosen, refused }: SideChoice): boolean =>
    chosen.length > 0 || refused.length >= MOST_REFUSALS;
  const said = sides.every((side) => choices.some((choice) => choice.side === side && hadTheirSay(choice)));
  const until = acceptedAt?.add({ hours: CHOICE_DAYS * 24 });
  const over = until !== undefined && !isBefore(now, until);
  if (urgency === MOST_URGENT || risk !== 'none' || said || over) return;
  throw mediatorProblems.choiceFirst({ until: until?.toString() ?? '' });
}

/** @throws case-wrong-state, mediator-assigned-already */
export function ensureUnassigned(one: MediationCase): void {
  caseLife.ensure(one.state, MediatorAssignedSchema);
  if (one.mediatorIds.length > 0) throw mediatorProblems.assignedAlready();
}

/** @throws mediator-is-party, mediator-has-conflict */
export function ensureMay(because: readonly ExclusionCode[]): void {
  if (because.includes('party')) throw mediatorProblems.isParty();
  if (because.length > 0) throw mediatorProblems.hasConflict({ because: because.join(', ') });
}
