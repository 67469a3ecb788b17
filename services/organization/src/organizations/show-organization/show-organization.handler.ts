import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, RowNotFoundError } from '@huying/database';
import { CommunityTime } from '@huying/http';
import { MoreThanOrEqual, type EntityManager } from 'typeorm';
import { actsFor } from '../acting.js';
import { PartyAssignment } from '../branch.entity.js';
import { Milestone, Office, Organization } from '../organization.entity.js';
import {
  countMembers,
  milestoneView,
  officeView,
  organizationView,
  type OrganizationFileView,
} from '../organization.view.js';

@Injectable()
export class ShowOrganizationHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  async handle(id: string, by: Caller): Promise<OrganizationFileView> {
    const organization = await this.db.read.findOneBy(Organization, { id, communityId: by.communityId });
    const today = this.time.today();
    const acts = organization && (await actsFor(this.db.read, by, organization, today));
    // An application is a matter between the applicant and the community, until it is accepted.
    if (!organization || (!acts && (organization.state === 'applied' || organization.state === 'declined'))) {
      throw new RowNotFoundError('organizations');
    }
    const file = await organizationFile(this.db.read, organization, today);
    const hidden = {
      milestones: [],
      offices: [],
      contactPersonId: null,
      ownBranchDue: null,
      partyMembersAssigned: null,
    };
    return acts ? file : { ...file, ...hidden };
  }
}

/** All that is to be seen of an organisation. */
export async function organizationFile(
  manager: EntityManager,
  organization: Organization,
  today: string,
): Promise<OrganizationFileView> {
  const organizationId = organization.id;
  const milestones = await manager.find(Milestone, { where: { organizationId }, order: { dueOn: 'ASC', id: 'ASC' } });
  const offices = await manager.find(Office, {
    where: { organizationId, untilOn: MoreThanOrEqual(today) },
    order: { fromOn: 'ASC', id: 'ASC' },
  });
  return {
    ...organizationView(organization),
    milestones: milestones.map((milestone) => milestoneView(milestone, today)),
    offices: offices.map(officeView),
    members: await countMembers(manager, organizationId),
    ownBranchDue: organization.ownBranchDueAt !== null,
    partyMembersAssigned: await manager.countBy(PartyAssignment, { organizationId }),
  };
}
