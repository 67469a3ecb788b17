import { ApiProperty } from '@nestjs/swagger';
import { shown, Text, Whole } from '@huying/http';
import { restsOnHolidays, RestsOnHolidaysView } from '../holidays/announced.view.js';
import {
  activityStates,
  campaignStates,
  programmeKinds,
  programmeStates,
  shipmentStates,
  type Activity,
  type ActivityState,
  type Campaign,
  type CampaignState,
  type Programme,
  type ProgrammeKind,
  type ProgrammeState,
  type Shipment,
  type ShipmentState,
} from './programme.entity.js';

export class ProgrammeView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ description: 'Also the ETag' })
  version!: number;

  @ApiProperty({ enum: programmeStates })
  state!: ProgrammeState;

  @ApiProperty({ format: 'uuid' })
  organizationId!: string;

  @ApiProperty({ enum: programmeKinds })
  kind!: ProgrammeKind;

  @ApiProperty()
  name!: string;

  @ApiProperty()
  purpose!: string;

  @ApiProperty({ format: 'date' })
  fromOn!: string;

  @ApiProperty({ format: 'date' })
  untilOn!: string;

  @ApiProperty({ type: [String] })
  places!: string[];

  @ApiProperty({ type: [String], description: 'Who runs it' })
  peopleIds!: string[];

  @ApiProperty({ description: 'What came of it; empty until it is closed' })
  results!: string;
}

export class MaterialDto {
  @Text({ max: 100, example: '反诈宣传册' })
  name!: string;

  @Whole({ min: 1, max: 1_000_000 })
  pieces!: number;
}

export class CampaignView extends RestsOnHolidaysView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ description: 'Also the ETag' })
  version!: number;

  @ApiProperty({ enum: campaignStates })
  state!: CampaignState;

  @ApiProperty({ format: 'uuid' })
  programmeId!: string;

  @ApiProperty({ format: 'uuid' })
  organizationId!: string;

  @ApiProperty()
  title!: string;

  @ApiProperty()
  place!: string;

  @ApiProperty({ description: 'RFC 5545' })
  recurrence!: string;

  @ApiProperty({ format: 'date-time' })
  firstStartsAt!: string;

  @ApiProperty()
  minutes!: number;

  @ApiProperty()
  onHolidays!: boolean;

  @ApiProperty()
  volunteers!: number;

  @ApiProperty({ type: [MaterialDto] })
  materials!: MaterialDto[];
}

export class ReachView {
  @ApiProperty({ description: 'Held so far' })
  activities!: number;

  @ApiProperty()
  peopleSpokenTo!: number;

  @ApiProperty()
  householdsVisited!: number;

  @ApiProperty({ description: 'Pieces of material given out or used' })
  materialsUsed!: number;

  @ApiProperty({ description: 'Pieces of goods that were collected' })
  piecesCollected!: number;

  @ApiProperty({ description: 'Of them, how many were sent' })
  piecesSent!: number;

  @ApiProperty({ description: 'Of what was sent, how many the other side has received' })
  piecesReceived!: number;
}

export class MaterialLeftView {
  @ApiProperty()
  name!: string;

  @ApiProperty({ description: 'What its activities have not used' })
  pieces!: number;
}

export class CampaignFileView extends CampaignView {
  @ApiProperty({ type: ReachView })
  reach!: ReachView;

  @ApiProperty({ type: [MaterialLeftView] })
  materialsLeft!: MaterialLeftView[];
}

export class ActivityView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ description: 'Also the ETag' })
  version!: number;

  @ApiProperty({ enum: activityStates })
  state!: ActivityState;

  @ApiProperty({ format: 'uuid' })
  campaignId!: string;

  @ApiProperty()
  title!: string;

  @ApiProperty()
  place!: string;

  @ApiProperty({ format: 'date-time' })
  startsAt!: string;

  @ApiProperty({ format: 'date-time' })
  endsAt!: string;

  @ApiProperty({ format: 'uuid', description: 'The need for its volunteers' })
  needId!: string;

  @ApiProperty()
  peopleSpokenTo!: number;

  @ApiProperty()
  householdsVisited!: number;

  @ApiProperty({ type: [MaterialDto] })
  materialsUsed!: MaterialDto[];
}

export class ShipmentView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ description: 'Also the ETag' })
  version!: number;

  @ApiProperty({ enum: shipmentStates })
  state!: ShipmentState;

  @ApiProperty({ format: 'uuid' })
  campaignId!: string;

  @ApiProperty()
  goods!: string;

  @ApiProperty()
  pieces!: number;

  @ApiProperty()
  destination!: string;

  @ApiProperty()
  waybill!: string;

  @ApiProperty({ type: Number, nullable: true, description: 'Of what was collected; null: nothing yet' })
  piecesSent!: number | null;

  @ApiProperty({ type: Number, nullable: true, description: 'Of what was sent; null: nothing yet' })
  piecesReceived!: number | null;

  @ApiProperty({ description: 'Where the receipt of the other side is kept' })
  receipt!: string;
}

export const programmeView = (programme: Programme): ProgrammeView => {
  const { id, version, state, organizationId, kind, name, purpose } = programme;
  const { fromOn, untilOn, places, peopleIds, results } = programme;
  return { id, version, state, organizationId, kind, name, purpose, fromOn, untilOn, places, peopleIds, results };
};

export const campaignView = (campaign: Campaign): CampaignView => {
  const { id, version, state, programmeId, organizationId, title, place, recurrence } = campaign;
  const { minutes, onHolidays, volunteers, materials } = campaign;
  return {
    ...{ id, version, state, programmeId, organizationId, title, place, recurrence },
    ...{ firstStartsAt: shown(campaign.firstStartsAt), minutes, onHolidays, volunteers, materials: [...materials] },
    ...restsOnHolidays,
  };
};

export const activityView = (activity: Activity): ActivityView => {
  const { id, version, state, campaignId, title, place, needId } = activity;
  const { peopleSpokenTo, householdsVisited, materialsUsed } = activity;
  return {
    ...{ id, version, state, campaignId, title, place, needId, peopleSpokenTo, householdsVisited },
    ...{ startsAt: shown(activity.startsAt), endsAt: shown(activity.endsAt), materialsUsed: [...materialsUsed] },
  };
};

export const shipmentView = (shipment: Shipment): ShipmentView => {
  const { id, version, state, campaignId, goods, pieces, destination, waybill } = shipment;
  const { piecesSent, piecesReceived, receipt } = shipment;
  return { id, version, state, campaignId, goods, pieces, destination, waybill, piecesSent, piecesReceived, receipt };
};
