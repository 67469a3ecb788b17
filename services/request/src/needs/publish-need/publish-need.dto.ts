import { ApiProperty } from '@nestjs/swagger';
import { IsInstant } from '@huying/http';
import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsOptional, IsUUID } from 'class-validator';
import type { Temporal } from 'temporal-polyfill';

/** How a need is published. */
export class PublishNeedDto {
  @IsInstant({ required: false, description: 'When claiming opens; default, and at the earliest, now' })
  opensAt?: Temporal.Instant;

  @IsInstant({ required: false, description: 'When claiming closes; default: the start of the service' })
  closesAt?: Temporal.Instant;

  @IsInstant({ required: false, description: 'Until when a place may be given back; default: 2 h before the start' })
  releaseUntil?: Temporal.Instant;

  @ApiProperty({ type: [String], required: false, description: 'Groups that may claim; none: every volunteer' })
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
}
