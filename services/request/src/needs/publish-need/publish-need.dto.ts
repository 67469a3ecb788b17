import { ApiProperty } from '@nestjs/swagger';
import { IsInstant } from '@huying/http';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import type { Temporal } from 'temporal-polyfill';
import { dispatches, type NeedDispatch } from '../need.entity.js';

/** What one need and all needs of a series are published with. */
export class PublicationDto {
  @IsInstant({ required: false, description: 'When claiming opens; default, and at the earliest, now' })
  opensAt?: Temporal.Instant;

  @ApiProperty({
    type: [String],
    required: false,
    description: 'Groups that may claim; none: every volunteer. In waves: who may claim before everyone',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  groupIds?: string[];

  @ApiProperty({ required: false, default: true, description: 'Whether others wait in line when all places are held' })
  @IsOptional()
  @IsBoolean()
  waitingList?: boolean;

  @ApiProperty({
    required: false,
    default: 0,
    minimum: 0,
    maximum: 1_440,
    description: 'Minutes within which somebody from the line must accept a place; 0: they hold it at once',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(1_440)
  offerMinutes?: number;

  @ApiProperty({
    required: false,
    default: 0,
    minimum: 0,
    maximum: 168,
    description: "Hours that must lie between a volunteer's last place and this one",
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(168)
  restHours?: number;

  @ApiProperty({
    required: false,
    default: '',
    maxLength: 500,
    example: '高空作业,需佩戴安全绳',
    description: 'What is risky about it (志愿服务条例, art. 12): volunteers accept it before they claim',
  })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  risk?: string;
}

/** When the circle of those who may claim widens. */
export class WavesDto {
  @IsInstant({ description: 'Until then: who has every preferred skill; from then on members of the groups too' })
  groupsAt!: Temporal.Instant;

  @IsInstant({ description: 'From then on everyone; before claiming closes' })
  everyoneAt!: Temporal.Instant;
}

/** How a need is published. */
export class PublishNeedDto extends PublicationDto {
  @IsInstant({ required: false, description: 'When claiming closes; default: the start of the service' })
  closesAt?: Temporal.Instant;

  @IsInstant({ required: false, description: 'Until when a place may be given back; default: 2 h before the start' })
  releaseUntil?: Temporal.Instant;

  @ApiProperty({
    enum: dispatches,
    required: false,
    default: 'first-come',
    description:
      '`waves`: a circle that widens; `draw`: applicants are drawn by lot; `approval`: staff choose among applicants; ' +
      '`alert`: everyone at once, no limit of places (emergencies only)',
  })
  @IsOptional()
  @IsIn(dispatches)
  dispatch?: NeedDispatch;

  @ApiProperty({ type: WavesDto, required: false, description: 'For `waves`' })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => WavesDto)
  waves?: WavesDto;

  @IsInstant({ required: false, description: 'For `draw`: when the lots are drawn, between opening and closing' })
  drawAt?: Temporal.Instant;
}
