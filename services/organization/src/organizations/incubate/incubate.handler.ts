import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { CommunityTime, step } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';
import { Milestone, Organization } from '../organization.entity.js';
import { organizationLife, startIncubation } from '../organization.js';
import type { OrganizationFileView } from '../organization.view.js';
import { organizationFile } from '../show-organization/show-organization.handler.js';
import type { IncubateDto } from './incubate.controller.js';

@Injectable()
export class IncubateHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  handle(id: string, { milestones: wishes, reason }: IncubateDto, by: Caller): Promise<OrganizationFileView> {
    const deed = { by: by.personId, now: this.time.now(), reason };
    const today = this.time.today();
    return this.db.withTransaction(async (tx) => {
      const organization = await tx.lock(Organization, { id, communityId: by.communityId });
      const milestones = wishes.map(({ kind, title, ownerId, dueOn }) =>
        tx.create(Milestone, {
          ...{
            id: uuidv7(),
            organizationId: id,
            communityId: by.communityId,
            kind,
            title: title ?? kind,
            ownerId,
            dueOn,
          },
          ...{ overdueTold: null, reachedAt: null, reachedBy: null, evidence: [] },
        }),
      );
      await step(
        tx,
        organizationLife,
        organization,
        startIncubation(organization, { ...deed, milestones, today }),
        deed,
      );
      for (const milestone of milestones) await tx.save(milestone);
      return organizationFile(tx.manager, organization, today);
    });
  }
}
