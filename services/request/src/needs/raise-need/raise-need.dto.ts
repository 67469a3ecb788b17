import { ApiProperty } from '@nestjs/swagger';
import { IsInstant, IsNotBlank, CatalogueCode } from '@huying/http';
import { Type } from 'class-transformer';
import {
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import type { Temporal } from 'temporal-polyfill';
import { urgencies, type NeedUrgency } from '../need.entity.js';
import { LocationDto, RequirementsDto } from './location-and-requirements.dto.js';

/** The most places that one need may have. */
export const MOST_PLACES = 5_000;

/** A need as it is raised. */
export class RaiseNeedDto {
  @ApiProperty({
    required: false,
    format: 'uuid',
    description: 'The call that it comes from; one need comes of a call',
  })
  @IsOptional()
  @IsUUID()
  callId?: string;

  @CatalogueCode()
  catalogueItemCode!: string;

  @ApiProperty({ maxLength: 100, description: 'Everybody reads it: no names, no telephones' })
  @IsString()
  @IsNotBlank()
  @MaxLength(100)
  title!: string;

  @ApiProperty({ maxLength: 2_000, required: false, default: '' })
  @IsOptional()
  @IsString()
  @MaxLength(2_000)
  description?: string;

  @ApiProperty({ enum: urgencies, required: false, default: 'normal' })
  @IsOptional()
  @IsIn(urgencies)
  urgency?: NeedUrgency;

  @ApiProperty({
    required: false,
    minimum: 1,
    maximum: MOST_PLACES,
    description: 'An emergency that will be an alert may leave it out: no limit',
  })
  @ValidateIf(({ urgency, places }: RaiseNeedDto) => urgency !== 'emergency' || (places ?? null) !== null)
  @IsInt()
  @Min(1)
  @Max(MOST_PLACES)
  places?: number;

  @IsInstant({ description: 'Start of the service' })
  startsAt!: Temporal.Instant;

  @IsInstant({ description: 'End of the service, at most 24 h after the start' })
  endsAt!: Temporal.Instant;

  @ApiProperty({ type: LocationDto })
  @IsObject()
  @ValidateNested()
  @Type(() => LocationDto)
  location!: LocationDto;

  @ApiProperty({ type: RequirementsDto, required: false })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => RequirementsDto)
  requirements?: RequirementsDto;

  @ApiProperty({ maxLength: 100, required: false, description: 'Who organises it; default: the community' })
  @IsOptional()
  @IsString()
  @IsNotBlank()
  @MaxLength(100)
  organiser?: string;

  @ApiProperty({ maxLength: 100, description: 'Who answers for it (志愿服务记录与证明出具办法, art. 7)' })
  @IsString()
  @IsNotBlank()
  @MaxLength(100)
  personInCharge!: string;

  @ApiProperty({ maxLength: 2_000, required: false, description: 'Door, telephone: for holders of a place only' })
  @IsOptional()
  @IsString()
  @MaxLength(2_000)
  privateDetails?: string;
}
