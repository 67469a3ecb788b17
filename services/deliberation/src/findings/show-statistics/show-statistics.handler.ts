import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { CommunityTime } from '@huying/http';
import type { StageFiguresView, StatisticsQuery, StatisticsView } from './show-statistics.controller.js';

@Injectable()
export class ShowStatisticsHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  async handle({ workId, contractor }: StatisticsQuery, { communityId }: Caller): Promise<StatisticsView> {
    const items = await this.db.read.query<StageFiguresView[]>(
      `SELECT w.contractor, w.stages -> (f.stage - 1) ->> 'name' AS stage,
         count(*)::int AS raised,
         count(*) FILTER (WHERE f.state <> 'closed')::int AS open,
         count(*) FILTER (WHERE f.reopened_times > 0)::int AS reopened,
         count(*) FILTER (WHERE f.state IN ('open', 'answered', 'reopened') AND f.due_on < $2)::int AS overdue,
         percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM f.rectified_at - f.raised_at) / 86400)
           FILTER (WHERE f.state = 'closed') AS "medianDaysToRectify"
       FROM findings f JOIN works w ON w.id = f.work_id
       WHERE f.community_id = $1 AND ($3::uuid IS NULL OR w.id = $3) AND ($4::text IS NULL OR w.contractor = $4)
       GROUP BY 1, 2 ORDER BY 1, 2`,
      [communityId, this.time.today(), workId ?? null, contractor ?? null],
    );
    return { items };
  }
}
