import { createHash } from 'node:crypto';
import { create } from '@bufbuild/protobuf';
import { isBefore } from '@huying/calendar';
import {
  StatementRejectedSchema,
  StatementShownSchema,
  StatementSubmittedSchema,
  TalkOpenedSchema,
  toTimestamp,
  type StatementRejected,
  type StatementShown,
  type StatementSubmitted,
  type TalkOpened,
} from '@huying/contracts';
import { shown, type Deed } from '@huying/http';
import { lifecycle } from '@huying/lifecycle';
import type { Temporal } from 'temporal-polyfill';
import type { Statement, StatementState, Talk } from './statement.entity.js';
import { statementProblems, talkProblems } from './statements.problems.js';

/** Nobody else sees what was said before somebody has moderated it. */
export const statementLife = lifecycle<StatementState>({
  name: 'statement',
  title: 'Statement 观点',
  begins: [StatementSubmittedSchema, 'submitted'],
  ways: [
    [StatementShownSchema, ['submitted'], 'shown'],
    [StatementRejectedSchema, ['submitted', 'shown'], 'rejected'],
  ],
  refuse: (state) => statementProblems.wrongState({ state }),
});

export const LONGEST_STATEMENT = 140;
/** How many statements somebody can make in a talk, whatever becomes of them. */
export const MOST_STATEMENTS = 5;

/** @throws talk-times-reversed */
export function openTalk(talk: Talk, { by, now }: Deed): TalkOpened {
  const { id: talkId, communityId, roundId, question, opensAt, closesAt } = talk;
  if (!isBefore(opensAt, closesAt) || !isBefore(now, closesAt)) throw talkProblems.timesReversed();
  return create(TalkOpenedSchema, {
    ...{ talkId, communityId, roundId: roundId ?? '', question },
    ...{ opensAt: toTimestamp(opensAt), closesAt: toTimestamp(closesAt) },
    ...{ openedBy: by, openedAt: toTimestamp(now) },
  });
}

/** @throws talk-not-open */
export function ensureOpen({ opensAt, closesAt }: Talk, now: Temporal.Instant): void {
  if (isBefore(now, opensAt) || !isBefore(now, closesAt)) {
    throw talkProblems.notOpen({ opensAt: shown(opensAt), closesAt: shown(closesAt) });
  }
}

/** The same for texts that differ only in spaces, punctuation and width. */
export function keyOfText(talkId: string, text: string): string {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\p{P}\p{Z}\p{C}]/gu, '');
  return createHash('sha256').update(`${talkId}\n${plain}`).digest('base64url');
}

const told = ({ id: statementId, communityId, talkId }: Statement) => ({ statementId, communityId, talkId });

/** @param already how many statements the author has made in the talk @throws talk-not-open, statement-too-many */
export function submit(
  statement: Statement,
  { talk, already, by, now }: Deed & { talk: Talk; already: number },
): StatementSubmitted {
  ensureOpen(talk, now);
  if (already >= MOST_STATEMENTS) throw statementProblems.tooMany({ most: MOST_STATEMENTS });
  return create(StatementSubmittedSchema, { ...told(statement), authorId: by, submittedAt: toTimestamp(now) });
}

/** @throws statement-own-moderation, statement-wrong-state */
export function show(statement: Statement, { by, now }: Deed): StatementShown {
  if (statement.authorId === by) throw statementProblems.ownModeration();
  statementLife.ensure(statement.state, StatementShownSchema);
  return create(StatementShownSchema, { ...told(statement), moderatedBy: by, shownAt: toTimestamp(now) });
}

/** What is shown can be taken away again. @throws statement-own-moderation, statement-wrong-state */
export function reject(statement: Statement, { by, now, reason }: Deed & { reason: string }): StatementRejected {
  if (statement.authorId === by) throw statementProblems.ownModeration();
  statementLife.ensure(statement.state, StatementRejectedSchema);
  return create(StatementRejectedSchema, {
    ...{ ...told(statement), reason },
    ...{ moderatedBy: by, rejectedAt: toTimestamp(now) },
  });
}

/** Votes are taken on what is shown, while the talk is open. @throws talk-not-open, statement-wrong-state */
export function ensureVotable({ state }: Statement, talk: Talk, now: Temporal.Instant): void {
  ensureOpen(talk, now);
  if (state !== 'shown') throw statementProblems.wrongState({ state });
}
