import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { rank, type Deeds } from '../candidates.js';
import type { CandidatesQuery, CandidatesView } from './propose-candidates.controller.js';

const MOST = 100;

const DEEDS = `
  SELECT person_id AS "personId", sum(findings)::int AS findings, sum(rechecks)::int AS rechecks, sum(rounds)::int AS rounds,
    sum(minutes)::int AS "serviceMinutes",
    ARRAY(SELECT DISTINCT a.office FROM appointments a
      WHERE a.community_id = $1 AND a.person_id = deeds.person_id AND a.state IN ('in-office', 'ended')) AS held
  FROM (
    SELECT raised_by AS person_id, count(*) AS findings, 0 AS rechecks, 0 AS rounds, 0 AS minutes
      FROM findings WHERE community_id = $1 AND state = 'closed' GROUP BY 1
    UNION ALL
    SELECT n.written_by, 0, count(*), 0, 0
      FROM finding_notes n JOIN findings f ON f.id = n.finding_id
      WHERE f.community_id = $1 AND n.kind IN ('reopened', 'closed') GROUP BY 1
    UNION ALL
    SELECT author_id, 0, 0, count(DISTINCT talk_id), 0 FROM statements WHERE community_id = $1 AND state = 'shown' GROUP BY 1
    UNION ALL
    SELECT person_id, 0, 0, 0, sum(minutes) FROM service_deeds WHERE community_id = $1 GROUP BY 1
  ) deeds
  GROUP BY person_id`;

@Injectable()
export class ProposeCandidatesHandler {
  constructor(private readonly db: Database) {}

  async handle({ next }: CandidatesQuery, { communityId }: Caller): Promise<CandidatesView> {
    const candidates = rank(await this.db.read.query<Deeds[]>(DEEDS, [communityId]));
    return { items: candidates.filter((one) => !next || one.next === next).slice(0, MOST) };
  }
}
