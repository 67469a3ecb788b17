import { Injectable } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { may, type Caller } from '@huying/auth';
import { Database, RowNotFoundError } from '@huying/database';
import { Clock } from '@huying/http';
import { Need, needStates, type NeedState } from '../need.entity.js';
import { boardOf } from '../need-board/need-board.js';
import { needView, type NeedView } from '../need.view.js';
import { disclose } from '../private-details.js';

export class NeedTransitionView {
  @ApiProperty({ enum: needStates })
  from!: NeedState;

  @ApiProperty({ enum: needStates })
  to!: NeedState;

  @ApiProperty()
  by!: string;

  @ApiProperty()
  reason!: string;

  @ApiProperty({ format: 'date-time' })
  at!: string;
}

export class NeedHistoryView {
  @ApiProperty({ type: [NeedTransitionView] })
  items!: NeedTransitionView[];
}

@Injectable()
export class ShowNeedHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  async handle(needId: string, by: Caller): Promise<NeedView> {
    const need = await this.find(needId, by);
    return this.db.withTransaction(async (tx) => {
      const showPrivate = await disclose(tx, need, by, this.clock.now());
      return needView(need, await boardOf(tx.manager, needId), showPrivate);
    });
  }

  async history(needId: string, by: Caller): Promise<NeedHistoryView> {
    await this.find(needId, by);
    const items = await this.db.read.query<NeedTransitionView[]>(
      `SELECT from_state AS "from", to_state AS "to", changed_by AS "by", reason, changed_at AS "at"
       FROM need_history WHERE need_id = $1 ORDER BY position`,
      [needId],
    );
    return { items };
  }

  /** A draft is for staff and for the caller it is about; to others it does not exist yet. */
  private async find(needId: string, by: Caller): Promise<Need> {
    const need = await this.db.read.findOneBy(Need, { id: needId, communityId: by.communityId });
    if (!need || (need.state === 'draft' && !may(by, 'read', 'need', need))) throw new RowNotFoundError('needs');
    return need;
  }
}
