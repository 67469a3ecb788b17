import { ApiProperty } from '@nestjs/swagger';
import { shown } from '@huying/http';
import {
  dispatches,
  needStates,
  urgencies,
  type Need,
  type NeedDispatch,
  type NeedState,
  type NeedUrgency,
} from './need.entity.js';

/**
 * How many hold a place, wait, came and for how long: what the board has seen of claims and attendances. It is of the present
 * publication and begins anew when the need is reopened; what was done before stays in the totals.
 */
export class BoardView {
  @ApiProperty({ description: 'Places of this publication that are held' })
  held!: number;

  @ApiProperty({ description: 'Volunteers on the waiting list of this publication' })
  waiting!: number;

  @ApiProperty({ description: 'Volunteers who have checked in since the need was last reopened, if ever' })
  attended!: number;

  @ApiProperty({ description: 'Minutes of service of those' })
  serviceMinutes!: number;

  @ApiProperty({ description: 'Check-ins of all publications of the need together' })
  attendedInAll!: number;

  @ApiProperty({ description: 'Minutes of service of all publications of the need together' })
  serviceMinutesInAll!: number;
}

/** Where the service takes place, as precisely as everybody may know. */
export class LocationView {
  @ApiProperty({ example: '居民会客厅' })
  name!: string;

  @ApiProperty({ example: '3幢' })
  building!: string;

  @ApiProperty({ type: Number, nullable: true, example: 30.5257, description: 'Degrees, WGS 84' })
  latitude!: number | null;

  @ApiProperty({ type: Number, nullable: true, example: 120.6807, description: 'Degrees, WGS 84' })
  longitude!: number | null;
}

/** What a volunteer must bring to be fit for a place. */
export class RequirementsView {
  @ApiProperty({ type: [String], example: ['first-aid'] })
  skills!: string[];

  @ApiProperty({ example: 18 })
  minimumAge!: number;

  @ApiProperty({ type: [String], description: 'Who has all of them comes first' })
  preferredSkills!: string[];

  @ApiProperty({ type: [String], description: 'All of them, valid on the last day of the service' })
  trainings!: string[];

  @ApiProperty({ type: [String], description: 'Any of them; none: from anywhere' })
  hometowns!: string[];

  @ApiProperty({ type: [String], description: 'Any of them; none: any' })
  dialects!: string[];
}

/** When the circle of those who may claim widens. */
export class WavesView {
  @ApiProperty({ format: 'date-time' })
  groupsAt!: string;

  @ApiProperty({ format: 'date-time' })
  everyoneAt!: string;
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

  @ApiProperty({ description: '0: no limit, which only an alert has' })
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

  @ApiProperty({ type: LocationView })
  location!: LocationView;

  @ApiProperty({ type: RequirementsView })
  requirements!: RequirementsView;

  @ApiProperty({ type: [String] })
  groupIds!: string[];

  @ApiProperty()
  waitingList!: boolean;

  @ApiProperty({ enum: dispatches, description: 'How its places find their volunteers' })
  dispatch!: NeedDispatch;

  @ApiProperty({ type: WavesView, nullable: true, description: 'Only of a need that is dispatched in waves' })
  waves!: WavesView | null;

  @ApiProperty({ type: String, nullable: true, format: 'date-time', description: 'When the lots are drawn' })
  drawAt!: string | null;

  @ApiProperty({ description: 'Minutes within which somebody from the line must accept a place; 0: held at once' })
  offerMinutes!: number;

  @ApiProperty({ description: "Hours between a volunteer's last place and this one" })
  restHours!: number;

  @ApiProperty({ description: 'What is risky about it, to be accepted before claiming; empty: nothing' })
  risk!: string;

  @ApiProperty({ type: String, nullable: true, format: 'uuid', description: 'The series that it belongs to' })
  seriesId!: string | null;

  @ApiProperty({ description: 'Places of its series that one volunteer may hold; 0: as many as do not clash' })
  seriesLimit!: number;

  @ApiProperty()
  organiser!: string;

  @ApiProperty({ description: 'Times it has been published' })
  publication!: number;

  @ApiProperty({ description: 'Times this publication has been moved' })
  revision!: number;

  @ApiProperty({ type: Number, nullable: true, minimum: 1, maximum: 5, description: 'What the caller said of it' })
  rating!: number | null;

  @ApiProperty({ format: 'date-time' })
  raisedAt!: string;

  @ApiProperty({ type: BoardView, description: 'Of the present publication; begins anew when the need is reopened' })
  board!: BoardView;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Only for staff and for volunteers who hold a place; null for everybody else',
  })
  privateDetails!: string | null;
}

/** The board of a need that nobody has claimed yet. */
export const emptyBoard: BoardView = {
  ...{ held: 0, waiting: 0, attended: 0, serviceMinutes: 0 },
  ...{ attendedInAll: 0, serviceMinutesInAll: 0 },
};

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
    location: {
      name: need.locationName,
      building: need.building,
      latitude: need.latitude,
      longitude: need.longitude,
    },
    requirements: {
      skills: need.skills,
      minimumAge: need.minimumAge,
      preferredSkills: need.preferredSkills,
      trainings: need.trainings,
      hometowns: need.hometowns,
      dialects: need.dialects,
    },
    groupIds: need.groupIds,
    waitingList: need.waitingList,
    dispatch: need.dispatch,
    waves:
      need.groupsAt && need.everyoneAt ? { groupsAt: shown(need.groupsAt), everyoneAt: shown(need.everyoneAt) } : null,
    drawAt: shown(need.drawAt),
    offerMinutes: need.offerMinutes,
    restHours: need.restHours,
    risk: need.risk,
    seriesId: need.seriesId,
    seriesLimit: need.seriesLimit,
    organiser: need.organiser,
    publication: need.publication,
    revision: need.revision,
    rating: need.rating,
    raisedAt: shown(need.raisedAt),
    board,
    privateDetails: showPrivate ? need.privateDetails : null,
  };
}
