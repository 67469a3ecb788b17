import { toTimestamp, Urgency } from '@huying/contracts';
import type { Tx } from '@huying/database';
import { step, TIMETABLE } from '@huying/http';
import type { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import { raiseNeed } from '../../needs/arisen-need.js';
import { activityLife, schedule, startsAhead } from '../campaign.js';
import { Activity, type Campaign } from '../programme.entity.js';

/** Schedules what a campaign's calendar has in the weeks ahead and is not scheduled yet, each with the need for its volunteers. */
export async function scheduleAhead(
  tx: Tx,
  campaign: Campaign,
  when: { untilOn: string; zone: string; now: Temporal.Instant },
): Promise<void> {
  const { id: campaignId, communityId, programmeId, organizationId, title, place } = campaign;
  const scheduled = await tx.manager.find(Activity, { where: { campaignId }, select: { id: true, startsAt: true } });
  const known = new Set(scheduled.map(({ startsAt }) => startsAt.epochMilliseconds));
  const { now } = when;
  for (const startsAt of startsAhead(campaign, when)) {
    if (known.has(startsAt.epochMilliseconds)) continue;
    const id = uuidv7();
    const endsAt = startsAt.add({ minutes: campaign.minutes });
    const needId = await raiseNeed(tx, {
      communityId,
      origin: { kind: 'activity', id, organizationId, programmeId },
      catalogueItemCode: campaign.catalogueItemCode,
      title,
      urgency: Urgency.NORMAL,
      places: campaign.volunteers,
      startsAt: toTimestamp(startsAt),
      endsAt: toTimestamp(endsAt),
      location: { name: place },
      skills: campaign.skills,
      minimumAge: campaign.minimumAge,
      organiser: organizationId,
      personInCharge: campaign.personInCharge,
      publish: true,
      aroseAt: toTimestamp(now),
    });
    const activity = tx.create(Activity, {
      ...{ id, communityId, state: 'scheduled', campaignId, programmeId, organizationId, title, place },
      ...{ startsAt, endsAt, needId, peopleSpokenTo: 0, householdsVisited: 0, materialsUsed: [] },
    });
    const event = schedule(activity, { volunteers: campaign.volunteers, now });
    await step(tx, activityLife, activity, event, { by: TIMETABLE, now, reason: 'by-its-calendar' });
  }
}
