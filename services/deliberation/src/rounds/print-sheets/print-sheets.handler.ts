import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, decrypt, type Tx } from '@huying/database';
import { CommunityTime } from '@huying/http';
import { giveCodes } from '../give-codes.js';
import { Round } from '../round.entity.js';
import { roundProblems } from '../rounds.problems.js';
import { printSheets } from '../sheet.js';
import type { SheetsDto } from './print-sheets.controller.js';

/** Pages in one document: as many as codes are issued at once. */
const MOST_SHEETS = 200;

interface PaperVoter {
  readonly id: string;
  readonly homes: { estate: string; building: string; stairwell: string | null; door: string }[];
}

@Injectable()
export class PrintSheetsHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  async handle(roundId: string, where: SheetsDto, { communityId }: Caller): Promise<Buffer> {
    const { round, voters } = await this.db.withTransaction(async (tx) => {
      const open = await tx.get(Round, { id: roundId, communityId });
      if (open.state !== 'open') throw roundProblems.wrongState({ state: open.state });
      const found = await votersIn(tx, roundId, where);
      if (found.length === 0) throw roundProblems.nothingToPrint();
      if (found.length > MOST_SHEETS) throw roundProblems.tooManySheets({ most: MOST_SHEETS });
      return { round: open, voters: await giveCodes(tx, roundId, found) };
    });
    const sheets = voters.map(({ code, homes }) => ({
      code,
      homes: homes.map(({ door, ...home }) =>
        [home.estate, home.building, home.stairwell, decrypt(door)].filter(Boolean).join(' '),
      ),
    }));
    return printSheets(round, sheets, this.time.zone);
  }
}

/** Voters whose first home is there, in the order in which homes were entered; none whose paper is counted. */
function votersIn(tx: Tx, roundId: string, { estate, building, stairwell }: SheetsDto): Promise<PaperVoter[]> {
  return tx.query<PaperVoter>(
    `WITH papers AS (
       SELECT DISTINCT ON (h.voter_id) h.voter_id, one.id AS first, one.estate, one.building, one.stairwell
       FROM voter_households h JOIN households one ON one.id = h.household_id
       WHERE h.round_id = $1 ORDER BY h.voter_id, one.id
     )
     SELECT voter_id AS id, (
       SELECT json_agg(json_build_object('estate', one.estate, 'building', one.building, 'stairwell', one.stairwell, 'door', one.door)
         ORDER BY one.id)
       FROM voter_households h JOIN households one ON one.id = h.household_id
       WHERE h.round_id = $1 AND h.voter_id = papers.voter_id) AS homes
     FROM papers
     WHERE estate = $2 AND building = $3 AND ($4::text IS NULL OR stairwell = $4)
       AND NOT EXISTS (SELECT 1 FROM roll r WHERE r.voter_id = papers.voter_id AND r.channel = 'paper')
     ORDER BY first LIMIT $5`,
    [roundId, estate ?? '', building, stairwell ?? null, MOST_SHEETS + 1],
  );
}
