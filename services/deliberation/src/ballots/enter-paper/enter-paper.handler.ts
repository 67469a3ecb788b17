import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, decrypt, encrypt } from '@huying/database';
import { ballotProblems } from '../ballots.problems.js';
import { castBallot, openToVote } from '../cast.js';
import { soundChoice } from '../choice.js';
import { countWrongCode, voterByCode } from '../voter-by-code.js';
import type { PaperDto, PaperView } from './enter-paper.controller.js';

@Injectable()
export class EnterPaperHandler {
  constructor(private readonly db: Database) {}

  async handle({ roundId, code, choice: wish }: PaperDto, by: Caller): Promise<PaperView> {
    const entered = await this.db.withTransaction(async (tx): Promise<PaperView | undefined> => {
      const round = await openToVote(tx, roundId, by.communityId);
      const voter = await voterByCode(tx, roundId, code, by);
      if (!voter) return undefined;
      // One reader at a time, so that the second sees the first.
      await tx.query('SELECT 1 FROM voters WHERE id = $1 FOR UPDATE', [voter.id]);
      const choice = soundChoice(round, wish);
      const [counted] = await tx.query(`SELECT 1 FROM roll WHERE voter_id = $1 AND channel = 'paper'`, [voter.id]);
      if (counted) throw ballotProblems.onPaper();
      const before = await tx.query<{ read_by: string; choice: string }>(
        'SELECT read_by, choice FROM paper_readings WHERE voter_id = $1',
        [voter.id],
      );
      if (before.some(({ read_by }) => read_by === by.personId)) throw ballotProblems.readAlready();
      const agreed = before.some((one) => decrypt(one.choice) === choice.join());
      if (agreed || before.length > 1) {
        await tx.query('DELETE FROM paper_readings WHERE voter_id = $1', [voter.id]);
        await castBallot(tx, { round, voter, choice, channel: 'paper' });
        return { state: 'counted' };
      }
      await tx.query('INSERT INTO paper_readings (voter_id, read_by, choice) VALUES ($1, $2, $3)', [
        voter.id,
        by.personId,
        encrypt(choice.join()),
      ]);
      return { state: before.length === 0 ? 'read-once' : 'differs' };
    });
    if (entered) return entered;
    await this.db.withTransaction((tx) => countWrongCode(tx, roundId, by));
    throw ballotProblems.wrongCode();
  }
}
