import { create } from '@bufbuild/protobuf';
import { Injectable } from '@nestjs/common';
import { isStaff, type Caller } from '@huying/auth';
import { PartyMembersAssignedSchema, toTimestamp } from '@huying/contracts';
import { blindIndex, Database, isUniqueViolation, RowNotFoundError, type Tx } from '@huying/database';
import { Clock, keysetPage, type Page, type PageQuery, step } from '@huying/http';
import { In, IsNull, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { Branch, PartyAssignment } from '../branch.entity.js';
import { BRANCH_MEMBERS, branchLife, formBranch, joinBranch } from '../branch.js';
import { leaveBranch, partyStrengthOf } from '../branches.js';
import { Organization, OrganizationMember } from '../organization.entity.js';
import { isAtWork } from '../organization.js';
import { branchProblems } from '../organizations.problems.js';
import type { AssignmentsView, BranchDto, BranchView } from './keep-branches.controller.js';

/** Why an organisation leaves a joint branch that it has outgrown. */
const OWN_BRANCH = 'own-branch';

@Injectable()
export class KeepBranchesHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  async list(query: PageQuery, by: Caller): Promise<Page<BranchView>> {
    const found = this.db.read
      .createQueryBuilder(Branch, 'one')
      .where('one.communityId = :communityId', { communityId: by.communityId });
    const { items, nextCursor } = await keysetPage(found, 'one', { by: 'name', direction: 'ASC' }, query);
    return { items: await branchViews(this.db.read, items, by), nextCursor };
  }

  async show(id: string, by: Caller): Promise<BranchView> {
    const { read } = this.db;
    const branch = await read.findOneBy(Branch, { id, communityId: by.communityId });
    if (!branch) throw new RowNotFoundError('branches');
    return viewOf(read, branch, by);
  }

  /** Whoever forms a branch of its own leaves the joint one that it was in. */
  form({ name, organizationIds, joint = false }: BranchDto, by: Caller): Promise<BranchView> {
    const deed = { by: by.personId, now: this.clock.now() };
    return this.db.withTransaction(async (tx) => {
      const organizations = await lockAtWork(tx, organizationIds, by);
      const branch = tx.create(Branch, {
        ...{ id: uuidv7(), communityId: by.communityId, state: 'formed', name: name.trim() },
        ...{ joint: joint || organizations.length > 1, formedBy: deed.by, formedAt: deed.now },
      });
      const strengths = [];
      for (const organization of organizations) strengths.push(await partyStrengthOf(tx, organization));
      const formed = formBranch(branch, { ...deed, organizations: strengths });
      for (const organization of organizations) await leaveBranch(tx, organization, { ...deed, reason: OWN_BRANCH });
      await step(tx, branchLife, branch, formed, deed);
      for (const organization of organizations) {
        await tx.save(Object.assign(organization, { branchId: branch.id, ownBranchDueAt: null }));
        await this.tell(tx, organization);
      }
      return viewOf(tx.manager, branch, by);
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
      await this.tell(tx, organization);
      return viewOf(tx.manager, branch, by);
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

async function viewOf(manager: EntityManager, branch: Branch, by: Caller): Promise<BranchView> {
  const [view] = await branchViews(manager, [branch], by);
  if (!view) throw new RowNotFoundError('branches');
  return view;
}

async function branchViews(manager: EntityManager, branches: readonly Branch[], by: Caller): Promise<BranchView[]> {
  const organizations = await manager.findBy(Organization, { branchId: In(branches.map(({ id }) => id)) });
  const full = isStaff(by) ? await fullMembersOf(manager, organizations) : undefined;
  return branches.map(({ id, version, state, name, joint }) => {
    const ids = organizations.filter(({ branchId }) => branchId === id).map((organization) => organization.id);
    const strength = full && ids.reduce((sum, organizationId) => sum + (full.get(organizationId) ?? 0), 0);
    const belowStrength = strength === undefined ? null : state === 'formed' && strength < BRANCH_MEMBERS;
    return { id, version, state, name, joint, organizationIds: ids.sort(), belowStrength };
  });
}

/** How many full party members each organisation has. */
async function fullMembersOf(
  manager: EntityManager,
  organizations: readonly Organization[],
): Promise<Map<string, number>> {
  const members = await manager.findBy(OrganizationMember, {
    organizationId: In(organizations.map(({ id }) => id)),
    leftAt: IsNull(),
  });
  const counts = new Map<string, number>();
  for (const { organizationId, partyStanding } of members) {
    if (partyStanding === 'full') counts.set(organizationId, (counts.get(organizationId) ?? 0) + 1);
  }
  return counts;
}
