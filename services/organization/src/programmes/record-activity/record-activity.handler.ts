import type { Message } from '@bufbuild/protobuf';
import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, type Tx } from '@huying/database';
import { CommunityTime, type ReasonDto, type ReasonedDeed, step } from '@huying/http';
import { letLapse } from '../../needs/arisen-need.js';
import { ensureActsForId } from '../../organizations/acting.js';
import { activityLife, cancelActivity, hold } from '../campaign.js';
import { Activity, Campaign } from '../programme.entity.js';
import { activityView, type ActivityView } from '../programme.view.js';
import type { ReachDto } from './record-activity.controller.js';

@Injectable()
export class RecordActivityHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  hold(
    id: string,
    { peopleSpokenTo, householdsVisited, materialsUsed = [] }: ReachDto,
    by: Caller,
  ): Promise<ActivityView> {
    const used = materialsUsed.map(({ name, pieces }) => ({ name, pieces }));
    const reach = { peopleSpokenTo, householdsVisited, materialsUsed: used };
    return this.take(id, by, '', async (tx, activity, deed) => {
      const campaign = await tx.get(Campaign, { id: activity.campaignId });
      const held = hold(activity, { ...deed, reach, campaign });
      Object.assign(activity, reach);
      return held;
    });
  }

  cancel(id: string, { reason }: ReasonDto, by: Caller): Promise<ActivityView> {
    return this.take(id, by, reason, (tx, activity, deed) => {
      const cancelled = cancelActivity(activity, deed);
      letLapse(tx, activity.needId, activity.communityId, deed);
      return cancelled;
    });
  }

  private take(
    id: string,
    by: Caller,
    reason: string,
    decide: (tx: Tx, activity: Activity, deed: ReasonedDeed) => Message | Promise<Message>,
  ): Promise<ActivityView> {
    const deed = { by: by.personId, now: this.time.now(), reason };
    return this.db.withTransaction(async (tx) => {
      const activity = await tx.lock(Activity, { id, communityId: by.communityId });
      await ensureActsForId(tx.manager, by, activity.organizationId, this.time.today());
      await step(tx, activityLife, activity, await decide(tx, activity, deed), deed);
      return activityView(activity);
    });
  }
}
