import {
  CallClassifiedSchema,
  CallReceivedSchema,
  NeedRaisedSchema,
  toInstant,
  type CallClassified,
  type CallReceived,
  type NeedRaised,
} from '@huying/contracts';
import { Consumer, On, type Delivery } from '@huying/events';
import { kindOfItem } from '../../kinds/kinds.js';
import { SubjectRegister } from '../subject-register.js';
import { HeardCall } from '../warning.entity.js';
import { Watcher } from '../watcher.js';

/**
 * Calls and needs that are about a dispute, for the early warning. Of a call's text only the employer or premises that it names is kept,
 * under an id; a need that comes from a call is the same complaint.
 */
@Consumer()
export class OnComplaints {
  constructor(
    private readonly subjects: SubjectRegister,
    private readonly watcher: Watcher,
  ) {}

  @On(CallReceivedSchema)
  async received({ event, tx }: Delivery<CallReceived>): Promise<void> {
    const { callId, communityId, text, callerId } = event;
    const subjectId = await this.subjects.inText(tx, communityId, text);
    const heard = { callId, communityId, subjectId, voice: callerId || null, receivedAt: toInstant(event.receivedAt) };
    await tx.save(tx.create(HeardCall, heard));
  }

  @On(CallClassifiedSchema)
  async classified({ event, tx }: Delivery<CallClassified>): Promise<void> {
    const { callId, communityId, acceptedCode, classifiedAt } = event;
    const kind = kindOfItem(acceptedCode);
    // Classified anew, a call is still one complaint: it is heard once.
    const call = await tx.lockIfPresent(HeardCall, { callId });
    if (!kind || !call) return;
    await tx.manager.delete(HeardCall, { callId });
    const { subjectId, voice } = call;
    const at = toInstant(classifiedAt);
    await this.watcher.hear(tx, {
      communityId,
      id: callId,
      source: 'call',
      kind,
      at,
      subjectId,
      hometown: null,
      voice,
    });
  }

  @On(NeedRaisedSchema)
  async raised({ event, tx }: Delivery<NeedRaised>): Promise<void> {
    const { needId: id, callId, communityId, catalogueItemCode, title, raisedAt } = event;
    const kind = kindOfItem(catalogueItemCode);
    if (!kind || callId) return;
    const subjectId = await this.subjects.inText(tx, communityId, title);
    const at = toInstant(raisedAt);
    await this.watcher.hear(tx, { communityId, id, source: 'need', kind, at, subjectId, hometown: null, voice: null });
  }
}
