import { create, type Message } from '@bufbuild/protobuf';
import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { ContactPersonNamedSchema, HubJoinedSchema, toTimestamp } from '@huying/contracts';
import { Database, type Tx } from '@huying/database';
import { Clock, ensureVersion } from '@huying/http';
import { IsNull } from 'typeorm';
import { CommunityWorker } from '../../workers/worker.entity.js';
import { Organization } from '../organization.entity.js';
import { ensureThere, isAtWork } from '../organization.js';
import { organizationView, type OrganizationView } from '../organization.view.js';
import { organizationProblems } from '../organizations.problems.js';

@Injectable()
export class NameContactHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  name(id: string, contactPersonId: string, version: number, by: Caller): Promise<OrganizationView> {
    const namedAt = toTimestamp(this.clock.now());
    return this.change(id, version, by, async (tx, { communityId }) => {
      const worker = { personId: contactPersonId, communityId, leftAt: IsNull() };
      if (!(await tx.lockIfPresent(CommunityWorker, worker))) throw organizationProblems.contactNotStaff();
      const named = { organizationId: id, communityId, contactPersonId, namedAt };
      return [{ contactPersonId }, create(ContactPersonNamedSchema, named)];
    });
  }

  joinHub(id: string, hubId: string, version: number, by: Caller): Promise<OrganizationView> {
    const joinedAt = toTimestamp(this.clock.now());
    return this.change(id, version, by, async (tx, { communityId }) => {
      const hub = await tx.manager.findOneBy(Organization, { id: hubId, communityId, hub: true });
      if (!hub || hubId === id || !isAtWork(hub)) throw organizationProblems.notAHub();
      return [{ hubId }, create(HubJoinedSchema, { organizationId: id, communityId, hubId, joinedAt })];
    });
  }

  private change(
    id: string,
    version: number,
    { communityId }: Caller,
    decide: (tx: Tx, organization: Organization) => Promise<[Partial<Organization>, Message]>,
  ): Promise<OrganizationView> {
    return this.db.withTransaction(async (tx) => {
      const organization = await tx.lock(Organization, { id, communityId });
      ensureVersion(organization, version);
      ensureThere(organization);
      const [change, event] = await decide(tx, organization);
      await tx.save(Object.assign(organization, change));
      tx.emit(event);
      return organizationView(organization);
    });
  }
}
