import type { Message } from '@bufbuild/protobuf';
import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, type Tx } from '@huying/database';
import { CommunityTime, type ReasonDto, type ReasonedDeed, step } from '@huying/http';
import { letLapse } from '../../needs/arisen-need.js';
import { ensureActsForId } from '../../organizations/acting.js';
import { activityLife, cancelActivity, hold } from '../campaign.js';
import { materialsUsed } from '../materials.js';
import { Activity, Campaign } from '../programme.entity.js';
import { activityView, type ActivityView } from '../programme.view.js';
import type { ReachDto } from './record-activity.controller.js';

interface Held {
  readonly activity: Activity;
  readonly campaign: Campaign;
}

@Injectable()
export class RecordActivityHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  hold(
    id: string,
    { peopleSpokenTo, householdsVisited, materialsUsed: pieces = [] }: ReachDto,
    by: Caller,
  ): Promise<ActivityView> {
    const mine = pieces.map((one) => ({ name: one.name, pieces: one.pieces }));
    const reach = { peopleSpokenTo, householdsVisited, materialsUsed: mine };
    return this.take(id, by, '', async (tx, { activity, campaign }, deed) => {
      const used = await materialsUsed(tx.manager, campaign.id);
      const held = hold(activity, { ...deed, reach, campaign, used });
      Object.assign(activity, reach);
      return held;
    });
  }

  cancel(id: string, { reason }: ReasonDto, by: Caller): Promise<ActivityView> {
    return this.take(id, by, reason, (tx, { activity }, deed) => {
      const cancelled = cancelActivity(activity, deed);
      letLapse(tx, activity.needId, activity.communityId, deed);
      return cancelled;
    });
  }

  private take(
    id: string,
    by: Caller,
    reason: string,
    decide: (tx: Tx, of: Held, deed: ReasonedDeed) => Message | Promise<Message>,
  ): Promise<ActivityView> {
    const deed = { by: by.personId, now: this.time.now(), reason };
    return this.db.withTransaction(async (tx) => {
      const { campaignId } = await tx.get(Activity, { id, communityId: by.communityId });
      // The campaign first, in that order everywhere: two activities do not both use its last pieces.
      const campaign = await tx.lock(Campaign, { id: campaignId });
      await ensureActsForId(tx.manager, by, campaign.organizationId, this.time.today());
      const activity = await tx.lock(Activity, { id });
      await step(tx, activityLife, activity, await decide(tx, { activity, campaign }, deed), deed);
      return activityView(activity);
    });
  }
}
