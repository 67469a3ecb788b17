import { ApiProperty } from '@nestjs/swagger';
import { shown } from '@huying/http';
import {
  genders,
  volunteerStates,
  type AvailableTime,
  type Consent,
  type Gender,
  type Training,
  type Volunteer,
  type VolunteerStanding,
} from './volunteer.entity.js';
import { AvailableTimeDto } from './profile-parts.dto.js';

export class ConsentView {
  @ApiProperty({ example: 'privacy-notice' })
  code!: string;

  @ApiProperty({ format: 'date-time' })
  givenAt!: string;
}

export class TrainingView {
  @ApiProperty({ example: 'first-aid' })
  code!: string;

  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'Last day; null: for good' })
  validUntil!: string | null;
}

/** A volunteer as the API shows them to themself and to staff; nobody else sees any of it. */
export class VolunteerView {
  @ApiProperty()
  id!: string;

  @ApiProperty({ description: 'Also the ETag' })
  version!: number;

  @ApiProperty({ enum: volunteerStates })
  state!: VolunteerStanding;

  @ApiProperty()
  name!: string;

  @ApiProperty({ example: '+8613800138000' })
  phone!: string;

  @ApiProperty({ format: 'date' })
  birthDate!: string;

  @ApiProperty({ enum: genders, nullable: true })
  gender!: Gender | null;

  @ApiProperty({ type: [String] })
  skills!: string[];

  @ApiProperty({ type: String, nullable: true })
  hometown!: string | null;

  @ApiProperty({ type: [String] })
  dialects!: string[];

  @ApiProperty({ type: [AvailableTimeDto] })
  availability!: AvailableTime[];

  @ApiProperty()
  partyMember!: boolean;

  @ApiProperty({ type: [TrainingView], description: 'Attested by staff' })
  trainings!: Training[];

  @ApiProperty({
    description:
      'Services missed without a word; two block from claiming until staff lift it, and counting begins anew',
  })
  missedServices!: number;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Since when missed services block from claiming places; null: nothing does',
  })
  blockedSince!: string | null;

  @ApiProperty({ type: [ConsentView] })
  consents!: Consent[];

  @ApiProperty({
    type: String,
    nullable: true,
    example: '**************0018',
    description: 'All but its end is hidden',
  })
  idNumber!: string | null;

  @ApiProperty({ type: String, nullable: true })
  suspensionReason!: string | null;

  @ApiProperty({ type: [String] })
  groupIds!: string[];

  @ApiProperty({ format: 'date-time' })
  registeredAt!: string;
}

const hidden = (idNumber: string): string => '*'.repeat(idNumber.length - 4) + idNumber.slice(-4);

/** A volunteer for somebody who may see them. */
export function volunteerView(volunteer: Volunteer, groupIds: readonly string[]): VolunteerView {
  return {
    id: volunteer.id,
    version: volunteer.version,
    state: volunteer.state,
    name: volunteer.name,
    phone: volunteer.phone,
    birthDate: volunteer.birthDate,
    gender: volunteer.gender,
    skills: volunteer.skills,
    hometown: volunteer.hometown,
    dialects: volunteer.dialects,
    availability: volunteer.availability.map(({ weekday, from, until }) => ({ weekday, from, until })),
    partyMember: volunteer.partyMember,
    trainings: volunteer.trainings.map(({ code, validUntil }) => ({ code, validUntil })),
    missedServices: volunteer.missedServices,
    blockedSince: shown(volunteer.blockedAt),
    consents: volunteer.consents.map(({ code, givenAt }) => ({ code, givenAt })),
    idNumber: volunteer.idNumber === null ? null : hidden(volunteer.idNumber),
    suspensionReason: volunteer.suspensionReason,
    groupIds: [...groupIds],
    registeredAt: shown(volunteer.registeredAt),
  };
}
