import { ApiProperty } from '@nestjs/swagger';
import { IsCalendarDate, IsPhone } from '@huying/http';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIdentityCard,
  IsIn,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
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

  @ApiProperty({ type: [String], required: false, example: ['first-aid', 'home-repair'] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @Matches(CODE, { each: true })
  skills?: string[];

  @ApiProperty({ type: String, required: false, nullable: true, example: '330481', description: 'GB/T 2260' })
  @IsOptional()
  @IsString()
  @Matches(/^[1-9]\d{5}$/)
  hometown?: string | null;

  @ApiProperty({ type: [String], required: false, example: ['wu-haining', 'mandarin'] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @Matches(CODE, { each: true })
  dialects?: string[];

  @ApiProperty({ type: [AvailableTimeDto], required: false })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(21)
  @ValidateNested({ each: true })
  @Type(() => AvailableTimeDto)
  availability?: AvailableTimeDto[];

  @ApiProperty({ required: false, default: false, description: 'Sensitive: kept encrypted, in no event' })
  @IsOptional()
  @IsBoolean()
  partyMember?: boolean;

  @ApiProperty({ type: [String], required: false, example: ['privacy-notice'], description: 'All that are in force' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @Matches(CODE, { each: true })
  consents?: string[];

  @ApiProperty({ type: [TrainingDto], required: false, description: 'Staff only; all that they have' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique(({ code }: TrainingDto) => code)
  @ValidateNested({ each: true })
  @Type(() => TrainingDto)
  trainings?: TrainingDto[];

  @ApiProperty({ type: String, required: false, nullable: true, description: 'Resident identity card; kept encrypted' })
  @IsOptional()
  @IsIdentityCard('zh-CN')
  idNumber?: string | null;
}

/** A volunteer as they register. */
export class RegisterVolunteerDto extends OptionalProfileDto {
  @ApiProperty({ required: false, maxLength: 100, description: "Staff only: the person's account; default: a new id" })
  @IsOptional()
  @Matches(/^[\w:-]{1,100}$/)
  id?: string;

  @ApiProperty({ maxLength: 100 })
  @IsString()
  @MaxLength(100)
  @Matches(WRITING)
  name!: string;

  @IsPhone()
  phone!: string;

  @IsCalendarDate()
  birthDate!: string;

  @ApiProperty({ type: [String], required: false, description: 'Groups to join at once' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
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
