import { create } from '@bufbuild/protobuf';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { MediationCountedSchema, toTimestamp } from '@huying/contracts';
import { Database } from '@huying/database';
import { CommunityTime, EachOne } from '@huying/http';
import { Temporal } from 'temporal-polyfill';

interface Counts {
  readonly received: number;
  readonly agreed: number;
  readonly terminated: number;
  readonly performed: number;
  readonly broken: number;
  readonly open: number;
}

/** Every hour, for the day before: how many cases each community had. The district hears that, and warnings, and nothing else of cases. */
@Injectable()
export class CountCases implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
    private readonly each: EachOne,
  ) {}

  onModuleInit(): void {
    this.each.add('count-cases', 3_600, {
      find: () =>
        this.db.read.query<{ id: string }[]>(
          `SELECT DISTINCT community_id AS id FROM cases c WHERE NOT EXISTS
             (SELECT 1 FROM counted_days d WHERE d.community_id = c.community_id AND d.counted_on = $1::date) ORDER BY 1`,
          [this.yesterday().toString()],
        ),
      carryOut: (communityId) => this.count(communityId),
    });
  }

  private yesterday(): Temporal.PlainDate {
    return Temporal.PlainDate.from(this.time.today()).subtract({ days: 1 });
  }

  private count(communityId: string): Promise<void> {
    const on = this.yesterday();
    const { zone } = this.time;
    const [from, until] = [on, on.add({ days: 1 })].map((day) => day.toZonedDateTime(zone).toInstant().toString());
    return this.db.withTransaction(async (tx) => {
      const fresh = await tx.query(
        `INSERT INTO counted_days (community_id, counted_on) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING 1`,
        [communityId, on.toString()],
      );
      if (fresh.length === 0) return;
      const [counts] = await tx.query<Counts>(
        `SELECT count(*) FILTER (WHERE event = 'CaseReceived')::int AS received,
           count(*) FILTER (WHERE event = 'AgreementReached')::int AS agreed,
           count(*) FILTER (WHERE event IN ('CaseTerminated', 'ConsentRefused'))::int AS terminated,
           count(*) FILTER (WHERE event = 'AgreementPerformed')::int AS performed,
           count(*) FILTER (WHERE event = 'AgreementBroken')::int AS broken,
           (SELECT count(*)::int FROM (SELECT DISTINCT ON (aggregate_id) to_state FROM history
              WHERE community_id = $1 AND aggregate = 'case' AND changed_at < $3 ORDER BY aggregate_id, position DESC) last
              WHERE to_state IN ('received', 'consent-sought', 'accepted', 'in-mediation')) AS open
         FROM history WHERE community_id = $1 AND aggregate = 'case' AND changed_at >= $2 AND changed_at < $3`,
        [communityId, from, until],
      );
      const countedAt = toTimestamp(this.time.now());
      tx.emit(create(MediationCountedSchema, { communityId, on: on.toString(), ...counts, countedAt }));
    });
  }
}
