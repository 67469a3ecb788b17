import {
  CallClassifiedSchema,
  NeedRaisedSchema,
  toInstant,
  type CallClassified,
  type NeedRaised,
} from '@huying/contracts';
import type { Tx } from '@huying/database';
import { Consumer, On, type Delivery } from '@huying/events';
import type { Temporal } from 'temporal-polyfill';
import { kindOfItem } from '../../kinds/kinds.js';
import { MediationCase } from '../case.entity.js';
import { enterNewCase } from '../new-case.js';

/** Who enters what the request service said. */
const REQUEST_SERVICE = 'request-service';

/**
 * A call or a need that is classified as a dispute is received as a case, once: a need that comes from a call is the same dispute,
 * whichever of the two is heard of first. Its parties are not known from the event; staff add them.
 */
@Consumer()
export class OnDisputes {
  @On(CallClassifiedSchema)
  classified({ event, tx }: Delivery<CallClassified>): Promise<void> {
    const { communityId, callId: originId, acceptedCode: code, classifiedAt } = event;
    return receiveOnce(tx, { source: 'call', communityId, originId, code, urgency: 1, now: toInstant(classifiedAt) });
  }

  @On(NeedRaisedSchema)
  raised({ event, tx }: Delivery<NeedRaised>): Promise<void> {
    const { communityId, needId, callId, catalogueItemCode: code, urgency, raisedAt } = event;
    const source = callId ? 'call' : 'need';
    const originId = callId || needId;
    return receiveOnce(tx, { source, communityId, originId, code, urgency: urgency || 1, now: toInstant(raisedAt) });
  }
}

async function receiveOnce(
  tx: Tx,
  {
    code,
    now,
    ...known
  }: {
    readonly source: 'call' | 'need';
    readonly communityId: string;
    readonly originId: string;
    readonly code: string;
    readonly urgency: number;
    readonly now: Temporal.Instant;
  },
): Promise<void> {
  const kind = kindOfItem(code);
  if (!kind) return;
  const { communityId, originId } = known;
  // Calls and needs come on two topics, to two consumers at once.
  await tx.oneAtATime(originId);
  if (await tx.manager.existsBy(MediationCase, { communityId, originId })) return;
  const unknown = { risk: 'none' as const, group: false, asked: null, subjectId: null };
  await enterNewCase(tx, { ...known, kind, ...unknown, openedBy: REQUEST_SERVICE }, [], { by: REQUEST_SERVICE, now });
}
