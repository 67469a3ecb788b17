import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, RowNotFoundError } from '@huying/database';
import { opinionOf, type CastVote } from '../opinion.js';
import { opinionView, type OpinionView } from '../opinion.view.js';
import { Statement, Talk } from '../statement.entity.js';

@Injectable()
export class ShowOpinionHandler {
  constructor(private readonly db: Database) {}

  async handle(id: string, { communityId }: Caller): Promise<OpinionView> {
    const talk = await this.db.read.findOneBy(Talk, { id, communityId });
    if (!talk) throw new RowNotFoundError('talks');
    const statements = await this.db.read.findBy(Statement, { talkId: id, state: 'shown' });
    const votes = await this.db.read.query<CastVote[]>(
      `SELECT v.person_id AS "personId", v.statement_id AS "statementId", v.stance
       FROM statement_votes v JOIN statements s ON s.id = v.statement_id WHERE s.talk_id = $1 AND s.state = 'shown'`,
      [id],
    );
    const opinion = opinionOf(
      statements.map((one) => one.id),
      votes,
      talk.seed,
    );
    return opinionView(talk, opinion, new Map(statements.map((one) => [one.id, one.text])));
  }
}
