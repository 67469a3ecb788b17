import { ApiProperty } from '@nestjs/swagger';
import { shown } from '@huying/http';
import {
  outcomes,
  roomStates,
  sessionStates,
  type MediationSession,
  type Outcome,
  type RoomState,
  type SessionState,
} from './session.entity.js';

export class MediationSessionView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ description: 'Also the ETag' })
  version!: number;

  @ApiProperty({ format: 'uuid' })
  caseId!: string;

  @ApiProperty({ enum: sessionStates })
  state!: SessionState;

  @ApiProperty({ description: 'From 1 on in each case' })
  number!: number;

  @ApiProperty({ format: 'date-time' })
  startsAt!: string;

  @ApiProperty({ format: 'date-time' })
  endsAt!: string;

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  venueId!: string | null;

  @ApiProperty({ type: String, nullable: true })
  place!: string | null;

  @ApiProperty({ enum: roomStates, description: 'The organization service answers by event' })
  room!: RoomState;

  @ApiProperty({ type: String, nullable: true, example: 'booking-taken' })
  roomRefusal!: string | null;

  @ApiProperty({ type: String, nullable: true })
  interpretedFrom!: string | null;

  @ApiProperty({ type: [String], format: 'uuid', description: 'Parties who came' })
  present!: string[];

  @ApiProperty({ enum: outcomes, nullable: true })
  outcome!: Outcome | null;
}

export class SidePositionView {
  @ApiProperty()
  side!: number;

  @ApiProperty({ description: 'Fen' })
  first!: number;

  @ApiProperty({ description: 'Fen' })
  latest!: number;

  @ApiProperty({ description: 'Fen, towards the others; negative: away from them' })
  moved!: number;
}

/** What separates the sides. */
export class SeparationView {
  @ApiProperty({ type: [SidePositionView] })
  positions!: SidePositionView[];

  @ApiProperty({ type: Number, nullable: true, description: 'Fen between the latest numbers' })
  gapFen!: number | null;

  @ApiProperty({ type: Number, nullable: true, description: 'Of the first gap, the share that is still open' })
  stillOpen!: number | null;

  @ApiProperty({ description: 'The side that moved least; 0: neither' })
  holdsOut!: number;
}

export class SessionRecordView extends MediationSessionView {
  @ApiProperty({ type: SeparationView, nullable: true, description: 'At an impasse, for the case’s mediator' })
  separation!: SeparationView | null;
}

export const sessionView = (one: MediationSession): MediationSessionView => {
  const { id, version, caseId, state, number, venueId, place, room, roomRefusal, interpretedFrom, present } = one;
  return {
    ...{ id, version, caseId, state, number, venueId, place, room, roomRefusal, interpretedFrom, present },
    outcome: one.outcome,
    startsAt: shown(one.startsAt),
    endsAt: shown(one.endsAt),
  };
};
