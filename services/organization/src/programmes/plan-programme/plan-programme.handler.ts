import type { Message } from '@bufbuild/protobuf';
import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, type Tx } from '@huying/database';
import { CommunityTime, type ReasonDto, type ReasonedDeed, step } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';
import { ensureActsFor } from '../../organizations/acting.js';
import { Organization } from '../../organizations/organization.entity.js';
import { Programme } from '../programme.entity.js';
import { cancelProgramme, closeProgramme, openProgramme, planProgramme, programmeLife } from '../programme.js';
import { programmeView, type ProgrammeView } from '../programme.view.js';
import { programmeProblems } from '../programmes.problems.js';
import type { ProgrammeDto, ResultsDto } from './plan-programme.controller.js';

interface Context extends ReasonedDeed {
  readonly organization: Organization;
  /** Campaigns and terms under way. */
  readonly running: number;
}

@Injectable()
export class PlanProgrammeHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  plan({ organizationId, places = [], peopleIds = [], ...wish }: ProgrammeDto, by: Caller): Promise<ProgrammeView> {
    const { communityId } = by;
    const deed = { by: by.personId, now: this.time.now() };
    const today = this.time.today();
    return this.db.withTransaction(async (tx) => {
      const organization = await tx.lockIfPresent(Organization, { id: organizationId, communityId });
      if (!organization) throw programmeProblems.unknownOrganization();
      await ensureActsFor(tx.manager, by, organization, today);
      const programme = tx.create(Programme, {
        ...{ id: uuidv7(), communityId, state: 'planned', organizationId, ...wish, places, peopleIds },
        ...{ results: '', plannedAt: deed.now },
      });
      await step(tx, programmeLife, programme, planProgramme(programme, { ...deed, organization, today }), deed);
      return programmeView(programme);
    });
  }

  open(id: string, by: Caller): Promise<ProgrammeView> {
    return this.take(id, by, '', openProgramme);
  }

  close(id: string, { results }: ResultsDto, by: Caller): Promise<ProgrammeView> {
    return this.take(id, by, '', (programme, context) => closeProgramme(programme, { ...context, results }), {
      results,
    });
  }

  cancel(id: string, { reason }: ReasonDto, by: Caller): Promise<ProgrammeView> {
    return this.take(id, by, reason, cancelProgramme);
  }

  private take(
    id: string,
    by: Caller,
    reason: string,
    decide: (programme: Programme, context: Context) => Message,
    change: Partial<Programme> = {},
  ): Promise<ProgrammeView> {
    const deed = { by: by.personId, now: this.time.now(), reason };
    return this.db.withTransaction(async (tx) => {
      const { organizationId } = await tx.get(Programme, { id, communityId: by.communityId });
      const organization = await tx.lock(Organization, { id: organizationId });
      await ensureActsFor(tx.manager, by, organization, this.time.today());
      const programme = await tx.lock(Programme, { id });
      const event = decide(programme, { ...deed, organization, running: await countRunning(tx, id) });
      await step(tx, programmeLife, Object.assign(programme, change), event, deed);
      return programmeView(programme);
    });
  }
}

/** Under the lock of the programme, which whoever starts a campaign or plans a term takes too. */
async function countRunning(tx: Tx, programmeId: string): Promise<number> {
  const [row] = await tx.query<{ running: number }>(
    `SELECT ((SELECT count(*) FROM campaigns WHERE programme_id = $1 AND state = 'running')
       + (SELECT count(*) FROM terms WHERE programme_id = $1 AND state IN ('planned', 'open')))::int AS running`,
    [programmeId],
  );
  return row?.running ?? 0;
}
