import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, RowNotFoundError } from '@huying/database';
import { keysetPage, type Page, type PageQuery } from '@huying/http';
import { materialsLeft } from '../campaign.js';
import { materialsUsed } from '../materials.js';
import { Activity, Campaign, Shipment } from '../programme.entity.js';
import {
  activityView,
  campaignView,
  shipmentView,
  type ActivityView,
  type CampaignFileView,
  type CampaignView,
  type ReachView,
  type ShipmentView,
} from '../programme.view.js';
import type { ListActivitiesQuery, ListCampaignsQuery } from './list-campaigns.controller.js';

const REACH = `
  SELECT count(*)::int AS activities,
    coalesce(sum(people_spoken_to), 0)::int AS "peopleSpokenTo",
    coalesce(sum(households_visited), 0)::int AS "householdsVisited",
    coalesce(sum((SELECT sum((used->>'pieces')::int) FROM jsonb_array_elements(materials_used) used)), 0)::int AS "materialsUsed",
    (SELECT coalesce(sum(pieces), 0) FROM shipments WHERE campaign_id = $1)::int AS "piecesCollected",
    (SELECT coalesce(sum(pieces_sent), 0) FROM shipments WHERE campaign_id = $1)::int AS "piecesSent",
    (SELECT coalesce(sum(pieces_received), 0) FROM shipments WHERE campaign_id = $1)::int AS "piecesReceived"
  FROM activities WHERE campaign_id = $1 AND state = 'held'`;

@Injectable()
export class ListCampaignsHandler {
  constructor(private readonly db: Database) {}

  async list(
    { programmeId, state, ...page }: ListCampaignsQuery,
    { communityId }: Caller,
  ): Promise<Page<CampaignView>> {
    const found = this.db.read
      .createQueryBuilder(Campaign, 'one')
      .where('one.communityId = :communityId', { communityId });
    if (programmeId) found.andWhere('one.programmeId = :programmeId', { programmeId });
    if (state) found.andWhere('one.state = :state', { state });
    const { items, nextCursor } = await keysetPage(found, 'one', { by: 'startedAt', direction: 'DESC' }, page);
    return { items: items.map(campaignView), nextCursor };
  }

  async show(id: string, by: Caller): Promise<CampaignFileView> {
    const campaign = await this.find(id, by);
    const [reach] = await this.db.read.query<ReachView[]>(REACH, [id]);
    if (!reach) throw new RowNotFoundError('campaigns');
    const left = materialsLeft(campaign, await materialsUsed(this.db.read, id));
    return { ...campaignView(campaign), reach, materialsLeft: left };
  }

  async activities(id: string, { state, ...page }: ListActivitiesQuery, by: Caller): Promise<Page<ActivityView>> {
    await this.find(id, by);
    const found = this.db.read.createQueryBuilder(Activity, 'one').where('one.campaignId = :id', { id });
    if (state) found.andWhere('one.state = :state', { state });
    const { items, nextCursor } = await keysetPage(found, 'one', { by: 'startsAt', direction: 'ASC' }, page);
    return { items: items.map(activityView), nextCursor };
  }

  async activity(id: string, { communityId }: Caller): Promise<ActivityView> {
    const activity = await this.db.read.findOneBy(Activity, { id, communityId });
    if (!activity) throw new RowNotFoundError('activities');
    return activityView(activity);
  }

  async shipments(id: string, query: PageQuery, by: Caller): Promise<Page<ShipmentView>> {
    await this.find(id, by);
    const found = this.db.read.createQueryBuilder(Shipment, 'one').where('one.campaignId = :id', { id });
    const { items, nextCursor } = await keysetPage(found, 'one', { by: 'collectedAt', direction: 'DESC' }, query);
    return { items: items.map(shipmentView), nextCursor };
  }

  private async find(id: string, { communityId }: Caller): Promise<Campaign> {
    const campaign = await this.db.read.findOneBy(Campaign, { id, communityId });
    if (!campaign) throw new RowNotFoundError('campaigns');
    return campaign;
  }
}
