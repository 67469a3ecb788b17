import { create } from '@bufbuild/protobuf';
import { dayKindOf, dayOf, isBefore, later, occurrences, RecurrenceUnreadableError } from '@huying/calendar';
import {
  ActivityCancelledSchema,
  ActivityHeldSchema,
  ActivityScheduledSchema,
  CampaignEndedSchema,
  CampaignStartedSchema,
  GoodsCollectedSchema,
  GoodsReceivedSchema,
  GoodsSentSchema,
  toTimestamp,
  type ActivityCancelled,
  type ActivityHeld,
  type ActivityScheduled,
  type CampaignEnded,
  type CampaignStarted,
  type GoodsCollected,
  type GoodsReceived,
  type GoodsSent,
} from '@huying/contracts';
import { lifecycle } from '@huying/lifecycle';
import type { Deed, ReasonedDeed } from '@huying/http';
import type { Temporal } from 'temporal-polyfill';
import type {
  Activity,
  ActivityState,
  Campaign,
  CampaignState,
  Material,
  Programme,
  Shipment,
  ShipmentState,
} from './programme.entity.js';
import { activityProblems, campaignProblems, programmeProblems, shipmentProblems } from './programmes.problems.js';

export const campaignLife = lifecycle<CampaignState>({
  name: 'campaign',
  title: 'Campaign 活动计划',
  begins: [CampaignStartedSchema, 'running'],
  ways: [[CampaignEndedSchema, ['running'], 'ended']],
  refuse: (state) => campaignProblems.wrongState({ state }),
});

export const activityLife = lifecycle<ActivityState>({
  name: 'activity',
  title: 'Activity 活动',
  begins: [ActivityScheduledSchema, 'scheduled'],
  ways: [
    [ActivityHeldSchema, ['scheduled'], 'held'],
    [ActivityCancelledSchema, ['scheduled'], 'cancelled'],
  ],
  refuse: (state) => activityProblems.wrongState({ state }),
});

export const shipmentLife = lifecycle<ShipmentState>({
  name: 'shipment',
  title: 'Goods sent 寄送物资',
  begins: [GoodsCollectedSchema, 'collected'],
  ways: [
    [GoodsSentSchema, ['collected'], 'sent'],
    [GoodsReceivedSchema, ['sent'], 'received'],
  ],
  refuse: (state) => shipmentProblems.wrongState({ state }),
});

const shipmentTold = ({ id, communityId, campaignId, programmeId, organizationId }: Shipment) => ({
  ...{ shipmentId: id, communityId },
  ...{ campaignId, programmeId, organizationId },
});

/** @throws campaign-wrong-state: goods are collected while it is running */
export function collectGoods(
  shipment: Shipment,
  { campaign, by, now }: Deed & { campaign: Pick<Campaign, 'state'> },
): GoodsCollected {
  if (campaign.state !== 'running') throw campaignProblems.wrongState({ state: campaign.state });
  const { goods, pieces } = shipment;
  return create(GoodsCollectedSchema, {
    ...{ ...shipmentTold(shipment), goods, pieces },
    ...{ collectedBy: by, collectedAt: toTimestamp(now) },
  });
}

/** @throws shipment-wrong-state, shipment-more-than-collected */
export function sendGoods(
  shipment: Shipment,
  { pieces, waybill, by, now }: Deed & { pieces: number; waybill: string },
): GoodsSent {
  shipmentLife.ensure(shipment.state, GoodsSentSchema);
  if (pieces > shipment.pieces) throw shipmentProblems.moreThanCollected({ collected: shipment.pieces });
  const { destination } = shipment;
  return create(GoodsSentSchema, {
    ...{ ...shipmentTold(shipment), destination, pieces, waybill },
    ...{ sentBy: by, sentAt: toTimestamp(now) },
  });
}

/** @throws shipment-wrong-state, shipment-more-than-sent */
export function receiveGoods(shipment: Shipment, { pieces, by, now }: Deed & { pieces: number }): GoodsReceived {
  shipmentLife.ensure(shipment.state, GoodsReceivedSchema);
  const sent = shipment.piecesSent ?? 0;
  if (pieces > sent) throw shipmentProblems.moreThanSent({ sent });
  return create(GoodsReceivedSchema, {
    ...{ ...shipmentTold(shipment), pieces, complete: pieces === sent },
    ...{ recordedBy: by, recordedAt: toTimestamp(now) },
  });
}

/** How far ahead activities are scheduled, and their needs published. */
export const AHEAD_DAYS = 28;
const MOST_AHEAD = 100;

/** @throws programme-wrong-kind, campaign-programme-not-open, campaign-first-in-the-past, campaign-recurrence-unreadable */
export function startCampaign(
  campaign: Campaign,
  { programme, zone, by, now }: Deed & { programme: Programme; zone: string },
): CampaignStarted {
  if (programme.kind !== 'campaign') throw programmeProblems.wrongKind({ kind: programme.kind });
  if (programme.state !== 'open') throw campaignProblems.programmeNotOpen();
  if (isBefore(campaign.firstStartsAt, now)) throw campaignProblems.firstInThePast();
  startsAhead(campaign, { untilOn: programme.untilOn, zone, now });
  const { id: campaignId, communityId, programmeId, organizationId, title, recurrence, onHolidays } = campaign;
  return create(CampaignStartedSchema, {
    ...{ campaignId, communityId, programmeId, organizationId, title, recurrence, onHolidays },
    ...{ firstStartsAt: toTimestamp(campaign.firstStartsAt), startedBy: by, startedAt: toTimestamp(now) },
  });
}

/**
 * When its activities start in the weeks ahead, by its calendar; none on holidays, unless it goes on then, and none after the last
 * day of its programme.
 * @throws campaign-recurrence-unreadable
 */
export function startsAhead(
  { recurrence, firstStartsAt, onHolidays }: Pick<Campaign, 'recurrence' | 'firstStartsAt' | 'onHolidays'>,
  { untilOn, zone, now }: { untilOn: string; zone: string; now: Temporal.Instant },
): Temporal.Instant[] {
  const latest = now.add({ hours: AHEAD_DAYS * 24 });
  // From the first on, so that COUNT and INTERVAL count from there; a year of days at most lies between.
  const most = 4_000;
  const starts = reading(() => occurrences({ rule: recurrence, first: firstStartsAt, zone, latest, most }));
  return starts
    .filter((at) => isBefore(now, at) && !isBefore(latest, at) && dayOf(at, zone).toString() <= untilOn)
    .filter((at) => onHolidays || dayKindOf(dayOf(at, zone)) !== 'holiday')
    .slice(0, MOST_AHEAD);
}

function reading<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (error instanceof RecurrenceUnreadableError) throw campaignProblems.recurrenceUnreadable({}, { cause: error });
    throw error;
  }
}

const told = ({ id, communityId, campaignId, programmeId, organizationId, title }: Activity) => ({
  ...{ activityId: id, communityId, campaignId },
  ...{ programmeId, organizationId, title },
});

export function schedule(
  activity: Activity,
  { volunteers, now }: { volunteers: number; now: Temporal.Instant },
): ActivityScheduled {
  const { needId, place, startsAt, endsAt } = activity;
  return create(ActivityScheduledSchema, {
    ...told(activity),
    ...{ needId, place, volunteers, startsAt: toTimestamp(startsAt), endsAt: toTimestamp(endsAt) },
    scheduledAt: toTimestamp(now),
  });
}

/** What an activity has reached. */
export interface Reach {
  readonly peopleSpokenTo: number;
  readonly householdsVisited: number;
  readonly materialsUsed: readonly Material[];
}

/** Pieces of each material by its name; what is named twice counts together. */
function piecesOf(materials: readonly Material[]): Map<string, number> {
  const pieces = new Map<string, number>();
  for (const { name, pieces: more } of materials) pieces.set(name, (pieces.get(name) ?? 0) + more);
  return pieces;
}

/** What is left of a campaign's materials after what its activities have used. */
export function materialsLeft({ materials }: Pick<Campaign, 'materials'>, used: readonly Material[]): Material[] {
  const gone = piecesOf(used);
  return [...piecesOf(materials)].map(([name, pieces]) => ({ name, pieces: pieces - (gone.get(name) ?? 0) }));
}

/**
 * @param used what the campaign's other activities have used of its materials
 * @throws activity-wrong-state, activity-not-begun, activity-material-unknown, activity-material-used-up
 */
export function hold(
  activity: Activity,
  { reach, campaign, used, by, now }: Deed & { reach: Reach; campaign: Campaign; used: readonly Material[] },
): ActivityHeld {
  activityLife.ensure(activity.state, ActivityHeldSchema);
  if (isBefore(now, activity.startsAt)) throw activityProblems.notBegun();
  const left = piecesOf(materialsLeft(campaign, used));
  for (const [name, pieces] of piecesOf(reach.materialsUsed)) {
    const there = left.get(name);
    if (there === undefined) throw activityProblems.materialUnknown({ name });
    if (pieces > there) throw activityProblems.materialUsedUp({ name, left: there });
  }
  const { peopleSpokenTo, householdsVisited } = reach;
  return create(ActivityHeldSchema, {
    ...{ ...told(activity), peopleSpokenTo, householdsVisited },
    ...{ recordedBy: by, recordedAt: toTimestamp(now) },
  });
}

/** @throws activity-wrong-state */
export function cancelActivity(activity: Activity, { by, now, reason }: ReasonedDeed): ActivityCancelled {
  activityLife.ensure(activity.state, ActivityCancelledSchema);
  return create(ActivityCancelledSchema, { ...told(activity), reason, cancelledBy: by, cancelledAt: toTimestamp(now) });
}

/** What starts in it: after `from`, and before `until` where there is one. */
export interface Stretch {
  readonly from: Temporal.Instant;
  readonly until?: Temporal.Instant;
}

/** The part of a stretch that is still to come. @throws activity-not-ahead */
export function stretchAhead({ from, until }: Required<Stretch>, now: Temporal.Instant): Required<Stretch> {
  const begin = later(from, now);
  if (!isBefore(from, until) || !isBefore(begin, until)) throw activityProblems.notAhead();
  return { from: begin, until };
}

/** @throws campaign-wrong-state */
export function endCampaign(campaign: Campaign, { by, now, reason }: ReasonedDeed): CampaignEnded {
  campaignLife.ensure(campaign.state, CampaignEndedSchema);
  const { id: campaignId, communityId, programmeId, organizationId } = campaign;
  return create(CampaignEndedSchema, {
    ...{ campaignId, communityId, programmeId, organizationId, reason },
    ...{ endedBy: by, endedAt: toTimestamp(now) },
  });
}
