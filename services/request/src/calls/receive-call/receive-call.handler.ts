import { create } from '@bufbuild/protobuf';
import { Injectable } from '@nestjs/common';
import { isStaff, type Caller } from '@huying/auth';
import { CallClassifiedSchema, CallReceivedSchema, Channel, toTimestamp } from '@huying/contracts';
import { blindIndex, Database, type Tx } from '@huying/database';
import { Clock } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';
import { Call, type CallChannel } from '../call.entity.js';
import { callProblems } from '../calls.problems.js';
import { callView, type CallView } from '../call.view.js';
import { CatalogueClassifier } from '../classify-call/catalogue-classifier.js';
import type { ReceiveCallDto } from './receive-call.controller.js';

const publishedChannels: Record<CallChannel, Channel> = {
  hotline: Channel.HOTLINE,
  'walk-in': Channel.WALK_IN,
  'grid-worker': Channel.GRID_WORKER,
  app: Channel.APP,
  partner: Channel.PARTNER,
};

/** Stores a call with what it was classified as, and says so. */
export async function takeCall(tx: Tx, call: Call): Promise<void> {
  await tx.save(call);
  const common = { callId: call.id, communityId: call.communityId };
  tx.emit(
    create(CallReceivedSchema, {
      ...common,
      channel: publishedChannels[call.channel],
      text: call.text,
      callerId: call.callerId ?? '',
      receivedAt: toTimestamp(call.receivedAt),
    }),
    create(CallClassifiedSchema, {
      ...common,
      candidates: call.candidates.map(({ code, confidence }) => ({ catalogueItemCode: code, confidence })),
      acceptedCode: call.acceptedCode ?? '',
      classifiedAt: toTimestamp(call.receivedAt),
    }),
  );
}

@Injectable()
export class ReceiveCallHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly classifier: CatalogueClassifier,
  ) {}

  async handle(wish: ReceiveCallDto, by: Caller): Promise<CallView> {
    if (!isStaff(by) && wish.channel !== 'app') throw callProblems.channelNotYours({ channel: wish.channel });
    const now = this.clock.now();
    const { ranked, accepted } = await this.classifier.classify(by.communityId, wish.text);
    const candidates = ranked.map(({ code, confidence }) => ({ code, confidence }));
    const call = Object.assign(new Call(), {
      id: uuidv7(),
      communityId: by.communityId,
      channel: wish.channel,
      text: wish.text,
      callerName: wish.callerName ?? null,
      callerPhone: wish.callerPhone ?? null,
      callerPhoneIndex: wish.callerPhone ? blindIndex(wish.callerPhone) : null,
      callerId: isStaff(by) ? (wish.callerId ?? null) : by.personId,
      candidates,
      acceptedCode: accepted,
      acceptedBy: accepted ? 'classifier' : null,
      needId: null,
      receivedBy: by.personId,
      receivedAt: now,
    });
    return this.db.withTransaction(async (tx) => {
      await takeCall(tx, call);
      return callView(call);
    });
  }
}
