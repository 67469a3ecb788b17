import { create } from '@bufbuild/protobuf';
import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { OfficeLeftSchema, OfficeTakenSchema, toTimestamp } from '@huying/contracts';
import { Database, isExclusionViolation, type Tx } from '@huying/database';
import { CommunityTime, type ReasonedDeed } from '@huying/http';
import { Temporal } from 'temporal-polyfill';
import { IsNull, MoreThanOrEqual } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { ensureActsFor } from '../acting.js';
import { Office, Organization, OrganizationMember } from '../organization.entity.js';
import { ensureAtWork, ensureThere } from '../organization.js';
import { officeView, type OfficeView } from '../organization.view.js';
import { organizationProblems } from '../organizations.problems.js';
import type { OfficeDto } from './keep-offices.controller.js';

const LONGEST_TERM = Temporal.Duration.from({ years: 5 });

/** @throws organization-term-upside-down */
export function ensureTerm(fromOn: string, untilOn: string): void {
  const latest = Temporal.PlainDate.from(fromOn).add(LONGEST_TERM).toString();
  if (untilOn <= fromOn || untilOn > latest) throw organizationProblems.termUpsideDown();
}

@Injectable()
export class KeepOfficesHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  async take(organizationId: string, wish: OfficeDto, by: Caller): Promise<OfficeView> {
    ensureTerm(wish.fromOn, wish.untilOn);
    const now = this.time.now();
    try {
      return await this.db.withTransaction(async (tx) => {
        const organization = await this.own(tx, organizationId, by);
        ensureAtWork(organization);
        const { communityId } = organization;
        const { personId, office, fromOn, untilOn } = wish;
        const member = { organizationId, personId, leftAt: IsNull() };
        if (!(await tx.manager.existsBy(OrganizationMember, member))) throw organizationProblems.notAMember();
        const taken = tx.create(Office, {
          id: uuidv7(),
          organizationId,
          communityId,
          personId,
          office,
          fromOn,
          untilOn,
        });
        await tx.save(taken);
        tx.emit(
          create(OfficeTakenSchema, {
            ...{ organizationId, communityId, officeId: taken.id, office, personId, fromOn, untilOn },
            ...{ appointedBy: by.personId, appointedAt: toTimestamp(now) },
          }),
        );
        return officeView(taken);
      });
    } catch (error) {
      if (isExclusionViolation(error, 'offices_one_at_a_time')) throw organizationProblems.officeTaken();
      throw error;
    }
  }

  leave(organizationId: string, officeId: string, by: Caller): Promise<void> {
    const deed = { by: by.personId, now: this.time.now(), reason: 'left', today: this.time.today() };
    return this.db.withTransaction(async (tx) => {
      const organization = await this.own(tx, organizationId, by);
      ensureThere(organization);
      await endOffice(tx, organization, await tx.lock(Office, { id: officeId, organizationId }), deed);
    });
  }

  private async own(tx: Tx, id: string, by: Caller): Promise<Organization> {
    const organization = await tx.lock(Organization, { id, communityId: by.communityId });
    await ensureActsFor(tx.manager, by, organization, this.time.today());
    return organization;
  }
}

type Ending = ReasonedDeed & { today: string };

/** Ends every office that somebody holds today or will. */
export async function endOffices(tx: Tx, organization: Organization, personId: string, deed: Ending): Promise<void> {
  const held = { organizationId: organization.id, personId, untilOn: MoreThanOrEqual(deed.today) };
  for (const office of await tx.manager.findBy(Office, held)) await endOffice(tx, organization, office, deed);
}

/** It was held until yesterday; one that has not begun was never held. */
async function endOffice(
  tx: Tx,
  organization: Organization,
  office: Office,
  { by, now, reason, today }: Ending,
): Promise<void> {
  if (office.fromOn >= today) await tx.manager.delete(Office, { id: office.id });
  else {
    office.untilOn = Temporal.PlainDate.from(today).subtract({ days: 1 }).toString();
    await tx.save(office);
  }
  tx.emit(
    create(OfficeLeftSchema, {
      ...{ organizationId: organization.id, communityId: organization.communityId, officeId: office.id },
      ...{ office: office.office, personId: office.personId, reason, leftBy: by, leftAt: toTimestamp(now) },
    }),
  );
}
