import { Injectable } from '@nestjs/common';
import { ensureMay, type Caller } from '@huying/auth';
import { Database, RowNotFoundError } from '@huying/database';
import { Call } from '../call.entity.js';
import { callView, type CallView } from '../call.view.js';

@Injectable()
export class ShowCallHandler {
  constructor(private readonly db: Database) {}

  async handle(callId: string, by: Caller): Promise<CallView> {
    const call = await this.db.read.findOneBy(Call, { id: callId, communityId: by.communityId });
    if (!call) throw new RowNotFoundError('calls');
    ensureMay(by, 'read', 'call', call);
    return callView(call);
  }
}
