import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, encrypt } from '@huying/database';
import { attach } from '../../attachments/attach.js';
import { ballotProblems } from '../ballots.problems.js';
import { castBallot } from '../cast.js';
import { soundChoice } from '../choice.js';
import { readingsOf } from '../paper.js';
import { withVoterByCode } from '../voter-by-code.js';
import type { PaperDto, PaperView } from './enter-paper.controller.js';

@Injectable()
export class EnterPaperHandler {
  constructor(private readonly db: Database) {}

  handle({ roundId, code, choice: wish, scanId }: PaperDto, by: Caller): Promise<PaperView> {
    return withVoterByCode(this.db, { roundId, code, by, channel: 'paper' }, async (tx, round, voter) => {
      // One reader at a time, so that the second sees the first.
      await tx.query('SELECT 1 FROM voters WHERE id = $1 FOR UPDATE', [voter.id]);
      const choice = soundChoice(round, wish);
      const [counted] = await tx.query(`SELECT 1 FROM roll WHERE voter_id = $1 AND channel = 'paper'`, [voter.id]);
      if (counted) throw ballotProblems.onPaper();
      const before = await readingsOf(tx, voter);
      if (before.some(({ readBy }) => readBy === by.personId)) throw ballotProblems.readAlready();
      if (scanId) {
        const { communityId, personId } = by;
        await attach(tx, [scanId], { kind: 'scan', about: 'round', aboutId: roundId, communityId, by: personId });
      }
      const agreed = before.some((one) => one.choice.join() === choice.join());
      if (agreed || before.length > 1) {
        await tx.query('DELETE FROM paper_readings WHERE voter_id = $1', [voter.id]);
        await castBallot(tx, { round, voter, choice, channel: 'paper' });
        return { state: 'counted' };
      }
      await tx.query('INSERT INTO paper_readings (voter_id, read_by, choice, scan_id) VALUES ($1, $2, $3, $4)', [
        ...[voter.id, by.personId, encrypt(choice.join())],
        scanId ?? null,
      ]);
      return { state: before.length === 0 ? 'read-once' : 'differs' };
    });
  }
}
