import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, RowNotFoundError } from '@huying/database';
import { MOST_WRONG_CODES_OF_ALL } from '../../ballots/voter-by-code.js';
import { Round } from '../round.entity.js';
import { roundView, type RoundView } from '../round.view.js';
import type { TurnoutView, WrongCodesView } from './show-round.controller.js';

@Injectable()
export class ShowRoundHandler {
  constructor(private readonly db: Database) {}

  async handle(id: string, { communityId }: Caller): Promise<RoundView> {
    const round = await this.db.read.findOneBy(Round, { id, communityId });
    if (!round) throw new RowNotFoundError('rounds');
    return roundView(round);
  }

  async turnout(id: string, by: Caller): Promise<TurnoutView> {
    await this.handle(id, by);
    const channels = await this.db.read.query<{ channel: string; voters: number }[]>(
      'SELECT channel, count(*)::int AS voters FROM roll WHERE round_id = $1 GROUP BY channel',
      [id],
    );
    const wrongCodes = await this.db.read.query<WrongCodesView[]>(
      'SELECT account_id AS "accountId", tries FROM wrong_codes WHERE round_id = $1 ORDER BY tries DESC, account_id LIMIT 100',
      [id],
    );
    const [all] = await this.db.read.query<{ tries: number }[]>(
      'SELECT coalesce(sum(tries), 0)::int AS tries FROM wrong_codes WHERE round_id = $1',
      [id],
    );
    const codesStopped = (all?.tries ?? 0) >= MOST_WRONG_CODES_OF_ALL;
    const votersBy = (name: string) => channels.find(({ channel }) => channel === name)?.voters ?? 0;
    return { app: votersBy('app'), paper: votersBy('paper'), wrongCodes, codesStopped };
  }
}
