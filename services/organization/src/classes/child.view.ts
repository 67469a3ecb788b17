import { ApiProperty } from '@nestjs/swagger';
import { IsPhone, shown, Text } from '@huying/http';
import { enrolmentStates, type Child, type Enrolment, type EnrolmentState } from './child.entity.js';

export class PickUpPersonDto {
  @Text({ max: 50, example: '王外婆' })
  name!: string;

  @IsPhone()
  phone!: string;

  @Text({ max: 20, example: '外婆' })
  relation!: string;
}

export class ChildView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ description: 'Also the ETag' })
  version!: number;

  @ApiProperty()
  guardianId!: string;

  @ApiProperty()
  name!: string;

  @ApiProperty({ format: 'date' })
  birthDate!: string;

  @ApiProperty({ type: String, nullable: true })
  healthNotes!: string | null;

  @ApiProperty({ type: [PickUpPersonDto] })
  pickUps!: PickUpPersonDto[];

  @ApiProperty({ format: 'date-time' })
  consentAt!: string;
}

/** What a teacher must know of a pupil. */
export class PupilView {
  @ApiProperty({ format: 'uuid' })
  childId!: string;

  @ApiProperty()
  name!: string;

  @ApiProperty({ type: String, nullable: true })
  healthNotes!: string | null;

  @ApiProperty({ type: [PickUpPersonDto] })
  pickUps!: PickUpPersonDto[];

  @ApiProperty()
  present!: boolean;

  @ApiProperty({ type: String, nullable: true, format: 'date-time' })
  collectedAt!: string | null;
}

export class EnrolmentView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ description: 'Also the ETag' })
  version!: number;

  @ApiProperty({ enum: enrolmentStates })
  state!: EnrolmentState;

  @ApiProperty({ format: 'uuid' })
  classId!: string;

  @ApiProperty({ format: 'uuid' })
  childId!: string;

  @ApiProperty({ format: 'uuid', description: 'DELETE /v1/claims/{claimId} gives the place back, or leaves the line' })
  claimId!: string;

  @ApiProperty({ format: 'date-time' })
  requestedAt!: string;
}

export const childView = (child: Child): ChildView => {
  const { id, version, guardianId, name, birthDate, healthNotes, pickUps } = child;
  return {
    id,
    version,
    guardianId,
    name,
    birthDate,
    healthNotes,
    pickUps: [...pickUps],
    consentAt: shown(child.consentAt),
  };
};

export const enrolmentView = (enrolment: Enrolment): EnrolmentView => {
  const { id, version, state, classId, childId, claimId } = enrolment;
  return { id, version, state, classId, childId, claimId, requestedAt: shown(enrolment.requestedAt) };
};
