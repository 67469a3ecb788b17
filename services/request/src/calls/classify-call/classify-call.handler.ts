import { create } from '@bufbuild/protobuf';
import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { CallClassifiedSchema, toTimestamp } from '@huying/contracts';
import { Database } from '@huying/database';
import { Clock } from '@huying/http';
import { Catalogue } from '../../catalogue/catalogue.js';
import { Call } from '../call.entity.js';
import { callProblems } from '../calls.problems.js';
import { callView, type CallView } from '../call.view.js';
import type { ClassifyCallDto } from './classify-call.controller.js';

@Injectable()
export class ClassifyCallHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly catalogue: Catalogue,
  ) {}

  async handle(callId: string, { catalogueItemCode: code }: ClassifyCallDto, by: Caller): Promise<CallView> {
    const item = await this.catalogue.find(by.communityId, code);
    if (!item) throw callProblems.unknownItem({ code });
    const now = this.clock.now();
    return this.db.withTransaction(async (tx) => {
      const call = await tx.lock(Call, { id: callId, communityId: by.communityId });
      call.acceptedCode = code;
      call.acceptedBy = by.personId;
      await tx.save(call);
      tx.emit(
        create(CallClassifiedSchema, {
          callId,
          communityId: call.communityId,
          candidates: call.candidates.map(({ code: candidate, confidence }) => ({
            catalogueItemCode: candidate,
            confidence,
          })),
          acceptedCode: code,
          classifiedAt: toTimestamp(now),
        }),
      );
      return callView(call);
    });
  }
}
