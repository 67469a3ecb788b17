import { create } from '@bufbuild/protobuf';
import { Injectable } from '@nestjs/common';
import { isStaff, type Caller } from '@huying/auth';
import {
  OrganizationMemberJoinedSchema,
  OrganizationMemberLeftSchema,
  PartyStandingChangedSchema,
  toTimestamp,
} from '@huying/contracts';
import { Database, isUniqueViolation, RowNotFoundError, type Tx } from '@huying/database';
import { CommunityTime, keysetPage, type Page, type PageQuery, shown } from '@huying/http';
import { IsNull } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { ensureActsFor } from '../acting.js';
import { Organization, OrganizationMember, type PartyStanding } from '../organization.entity.js';
import { ensureThere } from '../organization.js';
import { countMembers } from '../organization.view.js';
import { organizationProblems } from '../organizations.problems.js';
import { endOffices } from '../keep-offices/keep-offices.handler.js';
import type { MemberDto, MemberView } from './keep-members.controller.js';

const memberView = ({ id, personId, partyStanding, joinedAt }: OrganizationMember, by: Caller): MemberView => ({
  id,
  personId,
  partyStanding: isStaff(by) ? partyStanding : 'none',
  joinedAt: shown(joinedAt),
});

@Injectable()
export class KeepMembersHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  async list(organizationId: string, query: PageQuery, by: Caller): Promise<Page<MemberView>> {
    const { read } = this.db;
    const organization = await read.findOneBy(Organization, { id: organizationId, communityId: by.communityId });
    if (!organization) throw new RowNotFoundError('organizations');
    await ensureActsFor(read, by, organization, this.time.today());
    const members = read
      .createQueryBuilder(OrganizationMember, 'one')
      .where('one.organizationId = :organizationId AND one.leftAt IS NULL', { organizationId });
    const page = await keysetPage(members, 'one', { by: 'joinedAt', direction: 'ASC' }, query);
    return { ...page, items: page.items.map((member) => memberView(member, by)) };
  }

  async join(organizationId: string, { personId, partyStanding = 'none' }: MemberDto, by: Caller): Promise<MemberView> {
    const now = this.time.now();
    try {
      return await this.db.withTransaction(async (tx) => {
        const organization = await this.changeable(tx, organizationId, by);
        const { communityId } = organization;
        const member = tx.create(OrganizationMember, {
          ...{ id: uuidv7(), organizationId, communityId, personId, partyStanding, joinedAt: now, leftAt: null },
        });
        await tx.save(member);
        tx.emit(
          create(OrganizationMemberJoinedSchema, {
            ...{ organizationId, communityId, personId, members: await countMembers(tx.manager, organizationId) },
            ...{ joinedBy: by.personId, joinedAt: toTimestamp(now) },
          }),
        );
        return memberView(member, by);
      });
    } catch (error) {
      if (isUniqueViolation(error, 'organization_members_once')) throw organizationProblems.memberAlready();
      throw error;
    }
  }

  /** The event says neither whose standing nor which. One that is as it was changes nothing. */
  changeStanding(
    { organizationId, memberId }: { organizationId: string; memberId: string },
    partyStanding: PartyStanding,
    by: Caller,
  ): Promise<MemberView> {
    const now = this.time.now();
    return this.db.withTransaction(async (tx) => {
      const { communityId } = await this.changeable(tx, organizationId, by);
      const member = await tx.lock(OrganizationMember, { id: memberId, organizationId, leftAt: IsNull() });
      if (member.partyStanding === partyStanding) return memberView(member, by);
      await tx.save(Object.assign(member, { partyStanding }));
      const changed = { organizationId, communityId, changedBy: by.personId, changedAt: toTimestamp(now) };
      tx.emit(create(PartyStandingChangedSchema, changed));
      return memberView(member, by);
    });
  }

  leave(organizationId: string, memberId: string, by: Caller): Promise<void> {
    const now = this.time.now();
    return this.db.withTransaction(async (tx) => {
      const organization = await this.changeable(tx, organizationId, by);
      const member = await tx.lock(OrganizationMember, { id: memberId, organizationId, leftAt: IsNull() });
      member.leftAt = now;
      await tx.save(member);
      const deed = { by: by.personId, now, reason: 'member-left', today: this.time.today() };
      await endOffices(tx, organization, member.personId, deed);
      tx.emit(
        create(OrganizationMemberLeftSchema, {
          ...{ organizationId, communityId: organization.communityId, personId: member.personId },
          members: await countMembers(tx.manager, organizationId),
          ...{ leftBy: by.personId, leftAt: toTimestamp(now) },
        }),
      );
    });
  }

  private async changeable(tx: Tx, id: string, by: Caller): Promise<Organization> {
    const organization = await tx.lock(Organization, { id, communityId: by.communityId });
    await ensureActsFor(tx.manager, by, organization, this.time.today());
    ensureThere(organization);
    return organization;
  }
}
