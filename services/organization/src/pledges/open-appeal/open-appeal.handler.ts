import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, RowNotFoundError } from '@huying/database';
import { CommunityTime, keysetPage, type Page, type ReasonDto, step } from '@huying/http';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { Appeal } from '../pledge.entity.js';
import { appealLife, closeAppeal, openAppeal, type KnownDecision } from '../pledge.js';
import { appealView, type AccountsView, type AppealFileView, type AppealView } from '../pledge.view.js';
import type { AppealDto, ListAppealsQuery } from './open-appeal.controller.js';

const ACCOUNTS = `
  SELECT count(*) FILTER (WHERE number IS NOT NULL AND state <> 'withdrawn')::int AS pledged,
    count(*) FILTER (WHERE state IN ('delivered', 'installed', 'in-care', 'retired'))::int AS delivered,
    count(*) FILTER (WHERE state IN ('installed', 'in-care'))::int AS installed,
    count(*) FILTER (WHERE state = 'retired')::int AS retired,
    coalesce(sum(upkeeps_done), 0)::int AS "upkeepsDone",
    coalesce(sum(upkeeps_missed), 0)::int AS "upkeepsMissed"
  FROM pledges WHERE appeal_id = $1`;

@Injectable()
export class OpenAppealHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  async list({ state, ...page }: ListAppealsQuery, { communityId }: Caller): Promise<Page<AppealView>> {
    const found = this.db.read
      .createQueryBuilder(Appeal, 'one')
      .where('one.communityId = :communityId', { communityId });
    if (state) found.andWhere('one.state = :state', { state });
    const { items, nextCursor } = await keysetPage(found, 'one', { by: 'openedAt', direction: 'DESC' }, page);
    return { items: items.map(appealView), nextCursor };
  }

  async show(id: string, { communityId }: Caller): Promise<AppealFileView> {
    const appeal = await this.db.read.findOneBy(Appeal, { id, communityId });
    if (!appeal) throw new RowNotFoundError('appeals');
    return { ...appealView(appeal), accounts: await accountsOf(this.db.read, id) };
  }

  open({ basis, ...wish }: AppealDto, { communityId, personId: by }: Caller): Promise<AppealView> {
    const deed = { by, now: this.time.now() };
    return this.db.withTransaction(async (tx) => {
      const { kind: basisKind, resultId = null } = basis;
      const [decision] = await tx.query<KnownDecision>(
        'SELECT agreed FROM known_decisions WHERE round_id = $1 AND community_id = $2',
        [resultId, communityId],
      );
      const appeal = tx.create(Appeal, {
        ...{ id: uuidv7(), communityId, state: 'open', ...wish, openedAt: deed.now },
        ...{ basis: basis.title, basisKind, basisResultId: resultId },
        basisDecidedOn: basis.decidedOn,
      });
      await step(tx, appealLife, appeal, openAppeal(appeal, { ...deed, decision, today: this.time.today() }), deed);
      return appealView(appeal);
    });
  }

  close(id: string, { reason }: ReasonDto, { communityId, personId: by }: Caller): Promise<AppealView> {
    const deed = { by, now: this.time.now(), reason };
    return this.db.withTransaction(async (tx) => {
      const appeal = await tx.lock(Appeal, { id, communityId });
      const { pledged } = await accountsOf(tx.manager, id);
      await step(tx, appealLife, appeal, closeAppeal(appeal, { ...deed, pledged }), deed);
      return appealView(appeal);
    });
  }
}

async function accountsOf(manager: EntityManager, appealId: string): Promise<AccountsView> {
  const [accounts] = await manager.query<AccountsView[]>(ACCOUNTS, [appealId]);
  if (!accounts) throw new RowNotFoundError('appeals');
  return accounts;
}
