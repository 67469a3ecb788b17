import { Injectable, Logger } from '@nestjs/common';
import { ensureMay, type Caller } from '@huying/auth';
import { Database, type Tx } from '@huying/database';
import { Clock, erasureReport, type PersonErasureView } from '@huying/http';
import type { Temporal } from 'temporal-polyfill';
import { Volunteer } from '../../volunteers/volunteer.entity.js';
import { erasureOf } from '../erased-volunteers.js';
import { erasureProblems } from '../erasures.problems.js';
import type { EraseVolunteerDto } from './erase-volunteer.controller.js';
import { erase } from './erase.js';

@Injectable()
export class EraseVolunteerHandler {
  private readonly logger = new Logger('erasures');

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  handle(id: string, { reason, releasePlaces = false }: EraseVolunteerDto, by: Caller): Promise<PersonErasureView> {
    const { communityId } = by;
    const now = this.clock.now();
    ensureMay(by, 'change', 'volunteer', { id });
    return this.db.withTransaction(async (tx) => {
      const before = await erasureOf(tx.manager, communityId, id);
      if (before) return erasureReport(tx.manager, before, communityId);
      const volunteer = await tx.lock(Volunteer, { communityId, id });
      await ensureFree(tx, volunteer, releasePlaces, now);
      const erasureId = await erase(tx, volunteer, reason, now);
      this.logger.log({ erasureId, requestedBy: by.personId === id ? 'themself' : 'staff' }, 'A volunteer is erased.');
      return erasureReport(tx.manager, erasureId, communityId);
    });
  }
}

/**
 * Nobody who is expected somewhere just vanishes.
 * @throws erasure-on-duty, erasure-places-held
 */
async function ensureFree(
  tx: Tx,
  { communityId, id }: Volunteer,
  releasePlaces: boolean,
  now: Temporal.Instant,
): Promise<void> {
  const [duties] = await tx.query<{ places: number; here: number }>(
    `SELECT (SELECT count(*)::int FROM known_claims c LEFT JOIN known_needs n USING (need_id)
             WHERE c.community_id = $1 AND c.volunteer_id = $2 AND c.state <> 'ended'
               AND coalesce(n.ends_at > $3, true)) AS places,
            (SELECT count(*)::int FROM attendances a
             WHERE a.community_id = $1 AND a.volunteer_id = $2 AND a.state = 'checked-in') AS here`,
    [communityId, id, now.toString()],
  );
  const { places = 0, here = 0 } = duties ?? {};
  if (here > 0) throw erasureProblems.onDuty();
  if (places > 0 && !releasePlaces) throw erasureProblems.placesHeld({ places });
}
