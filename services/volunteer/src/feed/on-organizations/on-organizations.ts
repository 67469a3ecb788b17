import {
  FormerPupilInvitedSchema,
  MilestoneOverdueSchema,
  toInstant,
  UpkeepDueSchema,
  type FormerPupilInvited,
  type MilestoneOverdue,
  type UpkeepDue,
} from '@huying/contracts';
import { Consumer, On, type Delivery } from '@huying/events';
import { append } from '../feed-entries.js';

/** Tells people what is due of what they have promised, and former pupils that they are welcome: each only their own. */
@Consumer()
export class OnOrganizations {
  @On(UpkeepDueSchema)
  upkeepDue({ event, tx }: Delivery<UpkeepDue>): Promise<void> {
    const { communityId, giverId: volunteerId, pledgeId, dueOn } = event;
    const details = { pledgeId, dueOn };
    return append(tx, { communityId, type: 'upkeep-due', volunteerId, details, at: toInstant(event.remindedAt) });
  }

  /** Those that were told before owners were named with them are news to nobody. */
  @On(MilestoneOverdueSchema)
  async milestoneOverdue({ event, tx }: Delivery<MilestoneOverdue>): Promise<void> {
    const { communityId, ownerId: volunteerId, organizationId, milestoneId, dueOn } = event;
    if (volunteerId === '') return;
    const details = { organizationId, milestoneId, dueOn };
    await append(tx, { communityId, type: 'milestone-overdue', volunteerId, details, at: toInstant(event.noticedAt) });
  }

  /** Whoever has taken the consent back meanwhile has no account any more to be told. */
  @On(FormerPupilInvitedSchema)
  async pupilInvited({ event, tx }: Delivery<FormerPupilInvited>): Promise<void> {
    const { communityId, accountId: volunteerId } = event;
    if (volunteerId === '') return;
    await append(tx, { communityId, type: 'former-pupil-invited', volunteerId, at: toInstant(event.invitedAt) });
  }
}
