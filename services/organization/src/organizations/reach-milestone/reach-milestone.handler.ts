import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, type Tx } from '@huying/database';
import { CommunityTime, step } from '@huying/http';
import { ensureActsFor } from '../acting.js';
import { Milestone, Organization } from '../organization.entity.js';
import { moveMilestone, organizationLife, reachMilestone } from '../organization.js';
import { milestoneView, type MilestoneView } from '../organization.view.js';
import type { MoveMilestoneDto } from './reach-milestone.controller.js';

interface Address {
  readonly organizationId: string;
  readonly milestoneId: string;
}

@Injectable()
export class ReachMilestoneHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  reach(address: Address, evidence: readonly string[], by: Caller): Promise<MilestoneView> {
    const deed = { by: by.personId, now: this.time.now() };
    const today = this.time.today();
    return this.db.withTransaction(async (tx) => {
      const { organization, milestone } = await this.find(tx, address, by);
      await ensureActsFor(tx.manager, by, organization, today);
      const reached = reachMilestone(organization, { ...deed, milestone, evidence, today });
      Object.assign(milestone, { reachedAt: deed.now, reachedBy: deed.by, evidence: [...evidence] });
      await tx.save(milestone);
      await step(tx, organizationLife, organization, reached, { ...deed, reason: milestone.kind });
      return milestoneView(milestone, today);
    });
  }

  move(address: Address, { dueOn, ownerId, reason }: MoveMilestoneDto, by: Caller): Promise<MilestoneView> {
    const deed = { by: by.personId, now: this.time.now(), reason };
    const today = this.time.today();
    return this.db.withTransaction(async (tx) => {
      const { organization, milestone } = await this.find(tx, address, by);
      const moved = moveMilestone(organization, { ...deed, milestone, dueOn, today });
      Object.assign(milestone, { dueOn, ownerId: ownerId ?? milestone.ownerId });
      await tx.save(milestone);
      await step(tx, organizationLife, organization, moved, deed);
      return milestoneView(milestone, today);
    });
  }

  private async find(tx: Tx, { organizationId, milestoneId }: Address, { communityId }: Caller) {
    const organization = await tx.lock(Organization, { id: organizationId, communityId });
    return { organization, milestone: await tx.lock(Milestone, { id: milestoneId, organizationId }) };
  }
}
