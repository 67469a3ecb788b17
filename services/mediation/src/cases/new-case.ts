import type { Tx } from '@huying/database';
import { step, type Deed } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';
import { isDivision } from '../kinds/divisions.js';
import { keysOf } from '../kinds/keys.js';
import type { CaseSource, DisputeKind, Risk } from '../kinds/kinds.js';
import { MediationCase, Party } from './case.entity.js';
import { caseLife, receive, reportRisk } from './case.js';
import { caseProblems } from './cases.problems.js';
import { ensureOnce, sidesOf } from './parties.js';
import type { PartyDto } from './open-case/open-case.controller.js';

/** What is known when a dispute comes in. */
export interface NewCase {
  readonly communityId: string;
  readonly kind: DisputeKind;
  readonly source: CaseSource;
  readonly originId: string | null;
  readonly urgency: number;
  readonly risk: Risk;
  readonly group: boolean;
  readonly asked: string | null;
  readonly subjectId: string | null;
  readonly openedBy: string;
}

/** Enters a case with its parties; a risk of violence is told in the same transaction (art. 25). */
export async function enterNewCase(
  tx: Tx,
  wish: NewCase,
  parties: readonly Party[],
  deed: Deed,
): Promise<MediationCase> {
  const one = tx.create(MediationCase, {
    ...{ id: uuidv7(), state: 'received', ...wish, receivedAt: deed.now },
    ...{ acceptedAt: null, dueAt: null, pausedAt: null, pauseReason: null, extendTo: null, extendedBy: [] },
    ...{ toldOfEnd: null, mediatorIds: [], impasses: 0, confirmedAt: null, outcome: '' },
  });
  await step(tx, caseLife, one, receive(one, { sides: sidesOf(parties).length, now: deed.now }), deed);
  for (const party of parties) await tx.save(Object.assign(party, { caseId: one.id }));
  if (wish.risk !== 'none') tx.emit(reportRisk(one, { ...deed, risk: wish.risk }));
  return one;
}

/** A party as somebody tells of it, not yet asked for consent. @throws case-unknown-hometown */
export function partyOf(tx: Tx, communityId: string, { accountId, hometown, ...told }: PartyDto): Party {
  if (hometown !== undefined && !isDivision(hometown)) throw caseProblems.unknownHometown({ code: hometown });
  return tx.create(Party, {
    ...{ id: uuidv7(), communityId, side: told.side, kind: told.kind ?? 'person', name: told.name.trim() },
    ...{ phone: told.phone ?? null, accountId: accountId ?? null, hometown: hometown ?? null },
    ...{ dialects: told.dialects ?? [], ...keysOf(told), consent: 'unasked', consentWitness: null },
    ...{ left: false, representative: false, votesFor: [] },
  });
}

/** @throws case-sides-not-in-order, case-party-twice */
export function ensureSides(parties: readonly Party[]): void {
  const sides = sidesOf(parties);
  if (sides.some((side, index) => side !== index + 1)) throw caseProblems.sidesNotInOrder();
  for (const [index, party] of parties.entries()) ensureOnce(party, parties.slice(0, index));
}
