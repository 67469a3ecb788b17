import { create } from '@bufbuild/protobuf';
import { Injectable } from '@nestjs/common';
import { ForbiddenError, isStaff, type Caller } from '@huying/auth';
import { OrganizationAppliedSchema, toTimestamp } from '@huying/contracts';
import { Database, isUniqueViolation } from '@huying/database';
import { Clock, step } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';
import { Organization } from '../organization.entity.js';
import { organizationLife } from '../organization.js';
import { organizationView, type OrganizationView } from '../organization.view.js';
import { organizationProblems } from '../organizations.problems.js';
import type { ApplyDto } from './apply.controller.js';

@Injectable()
export class ApplyHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  async handle({ name, purpose, hub = false, accountId }: ApplyDto, by: Caller): Promise<OrganizationView> {
    if ((hub || accountId !== undefined) && !isStaff(by)) throw new ForbiddenError('not-yours');
    const now = this.clock.now();
    const { communityId, personId } = by;
    try {
      return await this.db.withTransaction(async (tx) => {
        const organization = tx.create(Organization, {
          id: uuidv7(),
          communityId,
          state: 'applied',
          name: name.normalize('NFC').trim(),
          purpose,
          hub,
          hubId: null,
          accountId: accountId ?? personId,
          contactPersonId: null,
          branchId: null,
          ownBranchDueAt: null,
          appliedBy: personId,
          appliedAt: now,
        });
        const applied = create(OrganizationAppliedSchema, {
          organizationId: organization.id,
          communityId,
          name: organization.name,
          purpose,
          hub,
          appliedBy: personId,
          appliedAt: toTimestamp(now),
        });
        await step(tx, organizationLife, organization, applied, { by: personId, now });
        return organizationView(organization);
      });
    } catch (error) {
      if (isUniqueViolation(error, 'organizations_name')) throw organizationProblems.nameTaken();
      if (isUniqueViolation(error, 'organizations_hub')) throw organizationProblems.hubTaken();
      throw error;
    }
  }
}
