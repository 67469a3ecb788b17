import { create } from '@bufbuild/protobuf';
import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { PartyMembersAssignedSchema, toTimestamp } from '@huying/contracts';
import { blindIndex, Database, isUniqueViolation, RowNotFoundError, type Tx } from '@huying/database';
import { Clock, keysetPage, type Page, type PageQuery, step } from '@huying/http';
import { In, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { Branch, PartyAssignment } from '../branch.entity.js';
import { branchLife, formBranch, joinBranch } from '../branch.js';
import { partyStrengthOf } from '../branches.js';
import { Organization } from '../organization.entity.js';
import { isAtWork } from '../organization.js';
import { branchProblems } from '../organizations.problems.js';
import type { AssignmentsView, BranchDto, BranchView } from './keep-branches.controller.js';

@Injectable()
export class KeepBranchesHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  async list(query: PageQuery, { communityId }: Caller): Promise<Page<BranchView>> {
    const found = this.db.read
      .createQueryBuilder(Branch, 'one')
      .where('one.communityId = :communityId', { communityId });
    const { items, nextCursor } = await keysetPage(found, 'one', { by: 'name', direction: 'ASC' }, query);
    return { items: await branchViews(this.db.read, items), nextCursor };
  }

  form({ name, organizationIds, joint }: BranchDto, by: Caller): Promise<BranchView> {
    const deed = { by: by.personId, now: this.clock.now() };
    return this.db.withTransaction(async (tx) => {
      const organizations = await lockAtWork(tx, organizationIds, by);
      const branch = tx.create(Branch, {
        ...{ id: uuidv7(), communityId: by.communityId, state: 'formed', name: name.trim() },
        ...{ joint: joint ?? organizations.length > 1, formedBy: deed.by, formedAt: deed.now },
      });
      const strengths = [];
      for (const organization of organizations) strengths.push(await partyStrengthOf(tx, organization));
      await step(tx, branchLife, branch, formBranch(branch, { ...deed, organizations: strengths }), deed);
      for (const organization of organizations) await tx.save(Object.assign(organization, { branchId: branch.id }));
      return viewOf(tx, branch);
    });
  }

  join(branchId: string, organizationId: string, by: Caller): Promise<BranchView> {
    const deed = { by: by.personId, now: this.clock.now() };
    return this.db.withTransaction(async (tx) => {
      const [organization] = await lockAtWork(tx, [organizationId], by);
      const branch = await tx.lock(Branch, { id: branchId, communityId: by.communityId });
      if (!organization) throw branchProblems.unknownOrganization();
      const joined = joinBranch(branch, { ...deed, organization: await partyStrengthOf(tx, organization) });
      await tx.save(Object.assign(organization, { branchId }));
      await step(tx, branchLife, branch, joined, deed);
      return viewOf(tx, branch);
    });
  }

  async assign(organizationId: string, personId: string, by: Caller): Promise<AssignmentsView> {
    const now = this.clock.now();
    try {
      return await this.db.withTransaction(async (tx) => {
        const [organization] = await lockAtWork(tx, [organizationId], by);
        const personIndex = blindIndex(personId);
        const { communityId } = by;
        await tx.save(
          tx.create(PartyAssignment, {
            ...{ id: uuidv7(), organizationId, communityId, personId, personIndex, assignedAt: now },
          }),
        );
        return await this.tell(tx, organization);
      });
    } catch (error) {
      if (isUniqueViolation(error, 'party_assignments_once')) throw branchProblems.assignedAlready();
      throw error;
    }
  }

  withdraw(organizationId: string, personId: string, by: Caller): Promise<void> {
    return this.db.withTransaction(async (tx) => {
      const [organization] = await lockAtWork(tx, [organizationId], by);
      const { affected } = await tx.manager.delete(PartyAssignment, {
        organizationId,
        personIndex: blindIndex(personId),
      });
      if (!affected) throw new RowNotFoundError('party_assignments');
      await this.tell(tx, organization);
    });
  }

  /** Told where the organisation has a branch, whose life it belongs to. */
  private async tell(tx: Tx, organization: Organization | undefined): Promise<AssignmentsView> {
    const assigned = await tx.manager.countBy(PartyAssignment, { organizationId: organization?.id });
    if (organization?.branchId) {
      const { branchId, id: organizationId, communityId } = organization;
      const assignedAt = toTimestamp(this.clock.now());
      tx.emit(create(PartyMembersAssignedSchema, { branchId, communityId, organizationId, assigned, assignedAt }));
    }
    return { assigned };
  }
}

/** In one order, so that two who lock the same ones do not wait for each other. @throws branch-unknown-organization */
async function lockAtWork(tx: Tx, ids: readonly string[], { communityId }: Caller): Promise<Organization[]> {
  const found: Organization[] = [];
  for (const id of [...ids].sort()) {
    const organization = await tx.lockIfPresent(Organization, { id, communityId });
    if (!organization || !isAtWork(organization)) throw branchProblems.unknownOrganization();
    found.push(organization);
  }
  return found;
}

async function viewOf(tx: Tx, branch: Branch): Promise<BranchView> {
  const [view] = await branchViews(tx.manager, [branch]);
  if (!view) throw new RowNotFoundError('branches');
  return view;
}

async function branchViews(manager: EntityManager, branches: readonly Branch[]): Promise<BranchView[]> {
  const members = await manager.findBy(Organization, { branchId: In(branches.map(({ id }) => id)) });
  return branches.map(({ id, version, state, name, joint }) => {
    const organizationIds = members.filter(({ branchId }) => branchId === id).map((organization) => organization.id);
    return { id, version, state, name, joint, organizationIds: organizationIds.sort() };
  });
}
