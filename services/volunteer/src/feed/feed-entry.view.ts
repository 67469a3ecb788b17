import { ApiProperty } from '@nestjs/swagger';
import { shown } from '@huying/http';
import type { EntityManager } from 'typeorm';
import { knownDispatches, type KnownDispatch, type KnownNeed } from '../needs/known-need.entity.js';
import { knownNeeds } from '../needs/known-needs.js';
import { feedEntryTypes, type FeedDetails, type FeedEntry, type FeedEntryType } from './feed-entry.entity.js';

/** A need as the feed shows it, by its latest publication. */
export class FeedNeedView {
  @ApiProperty()
  title!: string;

  @ApiProperty()
  places!: number;

  @ApiProperty({ format: 'date-time' })
  startsAt!: string;

  @ApiProperty({ format: 'date-time' })
  endsAt!: string;

  @ApiProperty({ format: 'date-time', description: 'When claiming opens' })
  opensAt!: string;

  @ApiProperty({ format: 'date-time', description: 'When claiming closes' })
  closesAt!: string;

  @ApiProperty({ example: { name: '居民会客厅', building: '3幢' } })
  location!: { name: string; building: string };

  @ApiProperty({ type: [String], description: 'Empty: for everybody' })
  groupIds!: string[];

  @ApiProperty({ enum: knownDispatches, description: 'How its places find their volunteers' })
  dispatch!: KnownDispatch;

  @ApiProperty({ description: 'An emergency' })
  urgent!: boolean;
}

/** An entry of the feed: the `data` of an event of the stream, and an item of the list. */
export class FeedEntryView {
  @ApiProperty({ description: 'Also the id of the event: send it as Last-Event-ID' })
  id!: string;

  @ApiProperty({ enum: feedEntryTypes, description: 'Also the name of the event' })
  type!: FeedEntryType;

  @ApiProperty({ format: 'date-time' })
  at!: string;

  @ApiProperty({ type: String, nullable: true, format: 'uuid', description: 'Null: it is of no need' })
  needId!: string | null;

  @ApiProperty({
    type: FeedNeedView,
    nullable: true,
    description: 'Null in the moment before its publication is heard of, and where it is of no need',
  })
  need!: FeedNeedView | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    example: { claimId: '019aafd4-0c2e-7c3f-9b1a-2a6d2f0c8e11', place: 3, fromWaitingList: false },
    description:
      '`claimId`, `place`, `position`, `fromWaitingList`, `reason`, `until`, `source`, `urgent`, `wave`, `outcome`, ' +
      '`sightingId`, `blocked`, `pledgeId`, `organizationId`, `milestoneId`, `dueOn`, as far as the type has them',
  })
  details!: FeedDetails;
}

function needView(need: KnownNeed): FeedNeedView {
  return {
    title: need.title,
    places: need.places,
    startsAt: shown(need.startsAt),
    endsAt: shown(need.endsAt),
    opensAt: shown(need.opensAt),
    closesAt: shown(need.closesAt),
    location: { name: need.locationName, building: need.building },
    groupIds: need.groupIds,
    dispatch: need.dispatch,
    urgent: need.urgent,
  };
}

/** Entries with their needs. */
export async function entryViews(manager: EntityManager, entries: readonly FeedEntry[]): Promise<FeedEntryView[]> {
  const needs = await knownNeeds(
    manager,
    entries.flatMap(({ needId }) => needId ?? []),
  );
  return entries.map(({ id, type, createdAt, needId, details }) => {
    const need = needId === null ? undefined : needs.get(needId);
    return { id, type, at: shown(createdAt), needId, need: need ? needView(need) : null, details };
  });
}

/** An entry as an event of the stream. */
export function asServerSentEvent(view: FeedEntryView): string {
  return `id: ${view.id}\nevent: ${view.type}\ndata: ${JSON.stringify(view)}\n\n`;
}
