import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, RowNotFoundError } from '@huying/database';
import { CommunityTime, keysetPage, type Page, type PageQuery } from '@huying/http';
import { ensureActsFor } from '../acting.js';
import { HEALTH_DAYS, healthOf, type Work } from '../health.js';
import { Organization } from '../organization.entity.js';
import { organizationView } from '../organization.view.js';
import type { HealthView } from './hub-view.controller.js';

// Each part by itself, for joins of them would count one thing for each of another.
const WORK = `
  SELECT o.id,
    (SELECT count(*) FROM activities a WHERE a.organization_id = o.id AND a.state = 'held' AND a.starts_at > $2)::int
      + (SELECT count(*) FROM class_sessions s WHERE s.organization_id = o.id AND s.state = 'held' AND s.starts_at > $2)::int
      AS activities,
    coalesce((SELECT sum(minutes) FROM need_services s WHERE s.organization_id = o.id AND s.recorded_at > $2), 0)::int AS minutes,
    (SELECT count(DISTINCT volunteer_id) FROM need_services s WHERE s.organization_id = o.id AND s.recorded_at > $2)::int
      AS volunteers,
    coalesce((SELECT sum(amount) FROM offer_matches m
      WHERE m.organization_id = o.id AND m.state IN ('used', 'thanked') AND m.unit = 'cny-value' AND m.used_at > $2), 0)::int AS "inKind",
    coalesce((SELECT avg(rating) FROM need_ratings r WHERE r.organization_id = o.id AND r.given_at > $2), 0)::float8 AS "meanRating",
    (SELECT count(*) FROM need_ratings r WHERE r.organization_id = o.id AND r.given_at > $2)::int AS ratings,
    (SELECT count(*) FROM milestones m WHERE m.organization_id = o.id AND m.due_on < $3)::int AS "milestonesDue",
    (SELECT count(*) FROM milestones m WHERE m.organization_id = o.id AND m.due_on < $3
       AND (m.reached_at AT TIME ZONE $4)::date <= m.due_on)::int AS "milestonesInTime"
  FROM organizations o WHERE o.id = ANY($1)`;

@Injectable()
export class HubViewHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  async handle(hubId: string, query: PageQuery, by: Caller): Promise<Page<HealthView>> {
    const { read } = this.db;
    const { communityId } = by;
    const hub = await read.findOneBy(Organization, { id: hubId, communityId, hub: true });
    if (!hub) throw new RowNotFoundError('organizations');
    await ensureActsFor(read, by, hub, this.time.today());
    const found = read
      .createQueryBuilder(Organization, 'one')
      .where(`one.hubId = :hubId AND one.state <> 'wound-up'`, { hubId });
    const { items, nextCursor } = await keysetPage(found, 'one', { by: 'name', direction: 'ASC' }, query);
    const since = this.time.now().subtract({ hours: HEALTH_DAYS * 24 });
    const rows = await read.query<(Work & { id: string })[]>(WORK, [
      items.map(({ id }) => id),
      since.toString(),
      this.time.today(),
      this.time.zone,
    ]);
    const works = new Map(rows.map(({ id, ...work }) => [id, work]));
    return {
      nextCursor,
      items: items.flatMap((organization) => {
        const work = works.get(organization.id);
        return work ? [{ organization: organizationView(organization), ...healthOf(work), work }] : [];
      }),
    };
  }
}
