import { ApiProperty } from '@nestjs/swagger';
import { shown } from '@huying/http';
import { needStates, urgencies, type Need, type NeedState, type NeedUrgency } from './need.entity.js';

/** How many hold a place, wait, came and for how long: what the board has seen of claims and attendances. */
export class BoardView {
  @ApiProperty({ description: 'Places that are held' })
  held!: number;

  @ApiProperty({ description: 'Volunteers on the waiting list' })
  waiting!: number;

  @ApiProperty({ description: 'Volunteers who have checked in' })
  attended!: number;

  @ApiProperty({ description: 'Minutes of service recorded' })
  serviceMinutes!: number;
}

/** A need as the API shows it. */
export class NeedView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ description: 'Also the ETag' })
  version!: number;

  @ApiProperty({ enum: needStates })
  state!: NeedState;

  @ApiProperty({ type: String, nullable: true, format: 'uuid' })
  callId!: string | null;

  @ApiProperty({ example: 'LC-001' })
  catalogueItemCode!: string;

  @ApiProperty()
  title!: string;

  @ApiProperty()
  description!: string;

  @ApiProperty({ enum: urgencies })
  urgency!: NeedUrgency;

  @ApiProperty()
  places!: number;

  @ApiProperty({ format: 'date-time' })
  startsAt!: string;

  @ApiProperty({ format: 'date-time' })
  endsAt!: string;

  @ApiProperty({ type: String, nullable: true, format: 'date-time', description: 'When claiming opens' })
  opensAt!: string | null;

  @ApiProperty({ type: String, nullable: true, format: 'date-time', description: 'When claiming closes' })
  closesAt!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'date-time',
    description: 'Until then a place may be given back',
  })
  releaseUntil!: string | null;

  @ApiProperty({ format: 'date-time', description: 'When an answer is due, by the catalogue item' })
  dueAt!: string;

  @ApiProperty({ example: { name: '居民会客厅', building: '3幢' } })
  location!: { name: string; building: string };

  @ApiProperty({ example: { skills: ['first-aid'], minimumAge: 18 } })
  requirements!: { skills: string[]; minimumAge: number };

  @ApiProperty({ type: [String] })
  groupIds!: string[];

  @ApiProperty()
  waitingList!: boolean;

  @ApiProperty()
  organiser!: string;

  @ApiProperty({ description: 'Times it has been published' })
  publication!: number;

  @ApiProperty({ type: Number, nullable: true, minimum: 1, maximum: 5, description: 'What the caller said of it' })
  rating!: number | null;

  @ApiProperty({ format: 'date-time' })
  raisedAt!: string;

  @ApiProperty({ type: BoardView })
  board!: BoardView;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Only for staff and for volunteers who hold a place; null for everybody else',
  })
  privateDetails!: string | null;
}

/** The board of a need that nobody has claimed yet. */
export const emptyBoard: BoardView = { held: 0, waiting: 0, attended: 0, serviceMinutes: 0 };

/** A need for the one who asks; private details only if they may see them. */
export function needView(need: Need, board: BoardView = emptyBoard, showPrivate = false): NeedView {
  return {
    id: need.id,
    version: need.version,
    state: need.state,
    callId: need.callId,
    catalogueItemCode: need.catalogueItemCode,
    title: need.title,
    description: need.description,
    urgency: need.urgency,
    places: need.places,
    startsAt: shown(need.startsAt),
    endsAt: shown(need.endsAt),
    opensAt: shown(need.opensAt),
    closesAt: shown(need.closesAt),
    releaseUntil: shown(need.releaseUntil),
    dueAt: shown(need.dueAt),
    location: { name: need.locationName, building: need.building },
    requirements: { skills: need.skills, minimumAge: need.minimumAge },
    groupIds: need.groupIds,
    waitingList: need.waitingList,
    organiser: need.organiser,
    publication: need.publication,
    rating: need.rating,
    raisedAt: shown(need.raisedAt),
    board,
    privateDetails: showPrivate ? need.privateDetails : null,
  };
}
