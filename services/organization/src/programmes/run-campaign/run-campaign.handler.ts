import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, type Tx } from '@huying/database';
import { CommunityTime, ensureInCatalogue, type ReasonDto, type ReasonedDeed, step } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';
import { letLapse } from '../../needs/arisen-need.js';
import { ensureActsForId } from '../../organizations/acting.js';
import {
  activityLife,
  campaignLife,
  cancelActivity,
  endCampaign,
  startCampaign,
  stretchAhead,
  type Stretch,
} from '../campaign.js';
import { Activity, Campaign, Programme } from '../programme.entity.js';
import { activityView, campaignView, type CampaignView } from '../programme.view.js';
import { activityProblems } from '../programmes.problems.js';
import { scheduleAhead } from '../schedule-activities/schedule-ahead.js';
import type { ActivitiesAheadDto, ActivitiesView, CampaignDto } from './run-campaign.controller.js';

@Injectable()
export class RunCampaignHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  start(
    { skills = [], minimumAge = 0, materials = [], onHolidays = false, ...wish }: CampaignDto,
    by: Caller,
  ): Promise<CampaignView> {
    const { zone } = this.time;
    const deed = { by: by.personId, now: this.time.now() };
    const { communityId } = by;
    const catalogueItemCode = ensureInCatalogue(wish.catalogueItemCode);
    return this.db.withTransaction(async (tx) => {
      const programme = await tx.lock(Programme, { id: wish.programmeId, communityId });
      const { organizationId } = programme;
      await ensureActsForId(tx.manager, by, organizationId, this.time.today());
      const campaign = tx.create(Campaign, {
        ...{
          id: uuidv7(),
          communityId,
          state: 'running',
          organizationId,
          ...wish,
          catalogueItemCode,
          skills,
          minimumAge,
          onHolidays,
        },
        ...{ materials: materials.map(({ name, pieces }) => ({ name, pieces })), startedAt: deed.now },
      });
      await step(tx, campaignLife, campaign, startCampaign(campaign, { ...deed, programme, zone }), deed);
      await scheduleAhead(tx, campaign, { untilOn: programme.untilOn, zone, now: deed.now });
      return campaignView(campaign);
    });
  }

  end(id: string, { reason }: ReasonDto, by: Caller): Promise<CampaignView> {
    const deed = { by: by.personId, now: this.time.now(), reason };
    return this.db.withTransaction(async (tx) => {
      const campaign = await tx.lock(Campaign, { id, communityId: by.communityId });
      await ensureActsForId(tx.manager, by, campaign.organizationId, this.time.today());
      await step(tx, campaignLife, campaign, endCampaign(campaign, deed), deed);
      await callOff(tx, id, { from: deed.now }, deed);
      return campaignView(campaign);
    });
  }

  /** @throws activity-not-ahead, activity-none-ahead */
  cancelActivities(id: string, { from, until, reason }: ActivitiesAheadDto, by: Caller): Promise<ActivitiesView> {
    const deed = { by: by.personId, now: this.time.now(), reason };
    const stretch = stretchAhead({ from, until }, deed.now);
    return this.db.withTransaction(async (tx) => {
      const campaign = await tx.lock(Campaign, { id, communityId: by.communityId });
      await ensureActsForId(tx.manager, by, campaign.organizationId, this.time.today());
      const cancelled = await callOff(tx, id, stretch, deed);
      if (cancelled.length === 0) throw activityProblems.noneAhead();
      return { items: cancelled.map(activityView) };
    });
  }
}

/** Calls off what is scheduled in a stretch of time; the needs for its volunteers lapse. Under the lock of the campaign. */
async function callOff(tx: Tx, campaignId: string, { from, until }: Stretch, deed: ReasonedDeed): Promise<Activity[]> {
  const ahead = tx.manager
    .createQueryBuilder(Activity, 'one')
    .where(`one.campaignId = :campaignId AND one.state = 'scheduled'`, { campaignId })
    .andWhere('one.startsAt > :from', { from: from.toString() });
  if (until) ahead.andWhere('one.startsAt < :until', { until: until.toString() });
  const activities = await ahead.orderBy('one.startsAt').addOrderBy('one.id').setLock('pessimistic_write').getMany();
  for (const activity of activities) {
    await step(tx, activityLife, activity, cancelActivity(activity, deed), deed);
    letLapse(tx, activity.needId, activity.communityId, deed);
  }
  return activities;
}
