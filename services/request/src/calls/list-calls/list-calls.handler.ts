import { Injectable } from '@nestjs/common';
import { isStaff, type Caller } from '@huying/auth';
import { blindIndex, Database } from '@huying/database';
import { keysetPage, type Page } from '@huying/http';
import { Call } from '../call.entity.js';
import { callView, type CallView } from '../call.view.js';
import type { ListCallsQuery } from './list-calls.controller.js';

@Injectable()
export class ListCallsHandler {
  constructor(private readonly db: Database) {}

  async handle(query: ListCallsQuery, by: Caller): Promise<Page<CallView>> {
    const calls = this.db.read
      .createQueryBuilder(Call, 'call')
      .where('call.communityId = :community', { community: by.communityId });
    if (!isStaff(by)) calls.andWhere('call.callerId = :own', { own: by.personId });
    if (query.channel) calls.andWhere('call.channel = :channel', { channel: query.channel });
    if (query.callerPhone) calls.andWhere('call.callerPhoneIndex = :index', { index: blindIndex(query.callerPhone) });
    if (query.unclassified === 'true') calls.andWhere('call.acceptedCode IS NULL');
    const page = await keysetPage(calls, 'call', { by: 'receivedAt', direction: 'DESC' }, query);
    return { ...page, items: page.items.map(callView) };
  }
}
