import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { ballotProblems } from '../ballots.problems.js';
import { readingsOf } from '../paper.js';
import { withVoterByCode } from '../voter-by-code.js';
import type { DifferingPaperDto, ReadingsView } from './compare-readings.controller.js';

@Injectable()
export class CompareReadingsHandler {
  constructor(private readonly db: Database) {}

  handle({ roundId, code }: DifferingPaperDto, by: Caller): Promise<ReadingsView> {
    return withVoterByCode(this.db, { roundId, code, by, channel: 'paper' }, async (tx, _, voter) => {
      const readings = await readingsOf(tx, voter);
      if (readings.some(({ readBy }) => readBy === by.personId)) throw ballotProblems.readAlready();
      if (readings.length < 2) throw ballotProblems.nothingToSettle();
      const choices = readings.map(({ choice }) => choice);
      return {
        items: choices.sort((one, other) => (one.join() < other.join() ? -1 : 1)).map((choice) => ({ choice })),
        scanIds: readings.flatMap(({ scanId }) => scanId ?? []),
      };
    });
  }
}
