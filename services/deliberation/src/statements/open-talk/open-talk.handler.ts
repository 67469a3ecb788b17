import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { CommunityTime, keysetPage, type Page, type PageQuery } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';
import { openTalk } from '../statement.js';
import { Talk } from '../statement.entity.js';
import { talkView, type TalkView } from '../statement.view.js';
import type { OpenTalkDto } from './open-talk.controller.js';

const MOST_SEED = 1_000_000;

@Injectable()
export class OpenTalkHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  async list(page: PageQuery, { communityId }: Caller): Promise<Page<TalkView>> {
    const found = this.db.read.createQueryBuilder(Talk, 'one').where('one.communityId = :communityId', { communityId });
    const { items, nextCursor } = await keysetPage(found, 'one', { by: 'openedAt', direction: 'DESC' }, page);
    return { items: items.map(talkView), nextCursor };
  }

  open({ roundId = null, ...wish }: OpenTalkDto, { communityId, personId: by }: Caller): Promise<TalkView> {
    const now = this.time.now();
    return this.db.withTransaction(async (tx) => {
      const talk = tx.create(Talk, {
        ...{ id: uuidv7(), communityId, roundId, ...wish, seed: randomInt(MOST_SEED), openedAt: now },
      });
      const opened = openTalk(talk, { by, now });
      await tx.save(talk);
      tx.emit(opened);
      return talkView(talk);
    });
  }
}
