import { shown } from '@huying/http';
import { ApiProperty } from '@nestjs/swagger';
import { consultationStates, type Consultation, type ConsultationState } from './consultation.entity.js';

export class AppointedView {
  @ApiProperty({ format: 'date-time' })
  at!: string;

  @ApiProperty()
  what!: string;
}

export class ConsultationView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ enum: consultationStates })
  state!: ConsultationState;

  @ApiProperty()
  title!: string;

  @ApiProperty()
  description!: string;

  @ApiProperty({ type: String, nullable: true, format: 'uuid', description: 'What many had called about' })
  commonProblemId!: string | null;

  @ApiProperty({ type: String, nullable: true })
  facilitatorId!: string | null;

  @ApiProperty({ type: String, nullable: true })
  room!: string | null;

  @ApiProperty({ type: [AppointedView] })
  timetable!: AppointedView[];

  @ApiProperty({ format: 'date-time' })
  openedAt!: string;
}

export const consultationView = (one: Consultation): ConsultationView => {
  const { id, state, title, description, commonProblemId, facilitatorId, room, timetable } = one;
  return {
    ...{ id, state, title, description, commonProblemId, facilitatorId, room, timetable },
    openedAt: shown(one.openedAt),
  };
};
