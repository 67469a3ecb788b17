import { ApiProperty } from '@nestjs/swagger';
import { Codes, Flag, Ids, IsCalendarDate, IsPhone, Parts, Text } from '@huying/http';
import { ArrayUnique, IsIdentityCard, IsIn, IsOptional } from 'class-validator';
import { AvailableTimeDto, CODE, TrainingDto } from './profile-parts.dto.js';
import { genders, type Gender } from './volunteer.entity.js';
import type { Profile } from './volunteer.js';

/** Any writing, but something visible in it and no control characters. */
export const WRITING = /^(?=.*\S)[^\p{Cc}]+$/u;

/** What a volunteer may leave out and change later. */
export class OptionalProfileDto {
  @ApiProperty({ enum: genders, required: false, nullable: true })
  @IsOptional()
  @IsIn(genders)
  gender?: Gender | null;

  @Codes({ max: 20, pattern: CODE, required: false, example: ['first-aid', 'home-repair'] })
  skills?: string[];

  @Text({ max: 6, pattern: /^[1-9]\d{5}$/, required: false, example: '330481', description: 'GB/T 2260' })
  hometown?: string | null;

  @Codes({ max: 20, pattern: CODE, required: false, example: ['wu-haining', 'mandarin'] })
  dialects?: string[];

  @Parts(() => AvailableTimeDto, { max: 21, required: false })
  availability?: AvailableTimeDto[];

  @Flag({ required: false, description: 'Sensitive: kept encrypted, in no event; left out: no' })
  partyMember?: boolean;

  @Codes({ max: 20, pattern: CODE, required: false, example: ['privacy-notice'], description: 'All that are in force' })
  consents?: string[];

  @Parts(() => TrainingDto, { max: 20, required: false, description: 'Staff only; all that they have' })
  @ArrayUnique(({ code }: TrainingDto) => code)
  trainings?: TrainingDto[];

  @ApiProperty({
    type: String,
    required: false,
    nullable: true,
    pattern: '^\\d{17}[\\dX]$',
    example: '11010519491231002X',
    description: 'Resident identity card; kept encrypted',
  })
  @IsOptional()
  @IsIdentityCard('zh-CN')
  idNumber?: string | null;
}

/** A volunteer as they register. */
export class RegisterVolunteerDto extends OptionalProfileDto {
  @Text({
    max: 100,
    pattern: /^[\w:-]{1,100}$/,
    required: false,
    description: "Staff only: the person's account; default: a new id",
  })
  id?: string;

  @Text({ max: 100, pattern: WRITING })
  name!: string;

  @IsPhone()
  phone!: string;

  @IsCalendarDate()
  birthDate!: string;

  @Ids({ max: 20, required: false, description: 'Groups to join at once' })
  groupIds?: string[];
}

const trainingsOf = (trainings: readonly TrainingDto[] | null | undefined) =>
  trainings?.map(({ code, validUntil }) => ({ code, validUntil: validUntil ?? null }));

const timesOf = (times: readonly AvailableTimeDto[]) =>
  times.map(({ weekday, from, until }) => ({ weekday, from, until }));

/** The whole profile, with what was left out as its default. */
export function profileOf(dto: RegisterVolunteerDto): Profile {
  return {
    name: dto.name,
    phone: dto.phone,
    birthDate: dto.birthDate,
    gender: dto.gender ?? null,
    skills: dto.skills ?? [],
    hometown: dto.hometown ?? null,
    dialects: dto.dialects ?? [],
    availability: timesOf(dto.availability ?? []),
    partyMember: dto.partyMember ?? false,
    idNumber: dto.idNumber ?? null,
    consents: dto.consents ?? [],
    trainings: trainingsOf(dto.trainings),
  };
}

/** Only what the wish names; null takes back what may be left out. */
export function changesOf(dto: Partial<RegisterVolunteerDto>): Partial<Profile> {
  return {
    name: dto.name,
    phone: dto.phone,
    birthDate: dto.birthDate,
    gender: dto.gender,
    skills: dto.skills ?? undefined,
    hometown: dto.hometown,
    dialects: dto.dialects ?? undefined,
    availability: dto.availability ? timesOf(dto.availability) : undefined,
    partyMember: dto.partyMember ?? undefined,
    idNumber: dto.idNumber,
    consents: dto.consents ?? undefined,
    trainings: trainingsOf(dto.trainings),
  };
}
