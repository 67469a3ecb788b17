import type { Message } from '@bufbuild/protobuf';
import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, type Tx } from '@huying/database';
import { Clock, type ReasonDto, type ReasonedDeed, step } from '@huying/http';
import { leaveBranch } from '../branches.js';
import { Milestone, Organization } from '../organization.entity.js';
import { accept, decline, goDormant, graduate, organizationLife, revive, windUp } from '../organization.js';
import { organizationView, type OrganizationView } from '../organization.view.js';

type Decide = (tx: Tx, organization: Organization, deed: ReasonedDeed) => Message | Promise<Message>;

@Injectable()
export class DecideOrganizationHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  readonly accept = this.deciding((_, organization, deed) => accept(organization, deed));

  readonly decline = this.deciding((_, organization, deed) => decline(organization, deed));

  readonly revive = this.deciding((_, organization, deed) => revive(organization, deed));

  readonly graduate = this.deciding(async (tx, organization, deed) => {
    const milestones = await tx.manager.findBy(Milestone, { organizationId: organization.id });
    return graduate(organization, { ...deed, milestones });
  });

  readonly goDormant = this.deciding(async (tx, organization, deed) =>
    goDormant(organization, { ...deed, openProgrammes: await countOpenProgrammes(tx, organization) }),
  );

  readonly windUp = this.deciding(async (tx, organization, deed) => {
    const woundUp = windUp(organization, { ...deed, openProgrammes: await countOpenProgrammes(tx, organization) });
    await leaveBranch(tx, organization, deed);
    return woundUp;
  });

  private deciding(decide: Decide) {
    return (id: string, { reason }: ReasonDto, by: Caller): Promise<OrganizationView> => {
      const deed = { by: by.personId, now: this.clock.now(), reason };
      return this.db.withTransaction(async (tx) => {
        const organization = await tx.lock(Organization, { id, communityId: by.communityId });
        await step(tx, organizationLife, organization, await decide(tx, organization, deed), deed);
        return organizationView(organization);
      });
    };
  }
}

/** Under the lock of the organisation, which whoever plans a programme takes too. */
async function countOpenProgrammes(tx: Tx, { id }: Organization): Promise<number> {
  const [row] = await tx.query<{ open: number }>(
    `SELECT count(*)::int AS open FROM programmes WHERE organization_id = $1 AND state IN ('planned', 'open')`,
    [id],
  );
  return row?.open ?? 0;
}
