import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { CommunityTime } from '@huying/http';
import { offices, type Office } from '../appointment.entity.js';
import type { TerritoryView } from '../appointment.view.js';
import type { CoverageView } from './show-coverage.controller.js';

interface Place extends TerritoryView {
  readonly office: Office;
  readonly isHeld: boolean;
}

/** Every part of the estate that is to have an office, and whether it has somebody on a day. */
const PLACES = `
  WITH places AS (
    SELECT t.*, CASE t.kind WHEN 'grid' THEN 'grid-worker' WHEN 'micro-grid' THEN 'micro-grid-leader' ELSE 'stairwell-steward' END
      AS office
    FROM territories t
    WHERE t.community_id = $1
      AND NOT (t.kind = 'building' AND EXISTS (SELECT 1 FROM territories s WHERE s.parent_id = t.id))
  )
  SELECT p.id, p.kind, p.name, p.parent_id AS "parentId", p.office,
    EXISTS (
      SELECT 1 FROM appointments a
      WHERE a.office = p.office AND a.state = 'in-office' AND $2::date BETWEEN a.from_on AND a.until_on
        AND (a.territory_id = p.id OR (p.kind = 'stairwell' AND a.territory_id = p.parent_id))
    ) AS "isHeld"
  FROM places p ORDER BY p.name, p.id`;

@Injectable()
export class ShowCoverageHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  async handle({ communityId }: Caller): Promise<CoverageView> {
    const places = await this.db.read.query<Place[]>(PLACES, [communityId, this.time.today()]);
    return {
      offices: offices.map((office) => {
        const own = places.filter((place) => place.office === office);
        const vacant = own.filter(({ isHeld }) => !isHeld);
        return {
          ...{ office, territories: own.length, held: own.length - vacant.length },
          vacant: vacant.map(({ id, kind, name, parentId }) => ({ id, kind, name, parentId })),
        };
      }),
    };
  }
}
