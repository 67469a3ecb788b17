import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import {
  Answers,
  arisingNeedProblems,
  needWishProblems,
  IsInstant,
  OneOf,
  Refuses,
  RequiresIdempotencyKey,
  Text,
  Uuid,
  Whole,
  CatalogueCode,
} from '@huying/http';
import type { Temporal } from 'temporal-polyfill';
import { venueProblems } from '../venues.problems.js';
import { VoiceNeedHandler } from './voice-need.handler.js';

export const urgencies = ['normal', 'high', 'emergency'] as const;

/** A need that was voiced in a venue. */
export class VoiceNeedDto {
  @CatalogueCode({ example: 'SG-020' })
  catalogueItemCode!: string;

  @Text({ max: 100, description: 'Everybody reads it: no names, no telephones' })
  title!: string;

  @Text({ max: 2_000, required: false, blank: true })
  description?: string;

  @OneOf(urgencies, { required: false, description: 'Default: normal' })
  urgency?: (typeof urgencies)[number];

  @Whole({ min: 1, max: 5_000, required: false, description: 'Volunteers; default: 1' })
  places?: number;

  @IsInstant({ description: 'When it is wanted' })
  startsAt!: Temporal.Instant;

  @IsInstant({ description: 'At most 24 h after the start' })
  endsAt!: Temporal.Instant;
}

export class ArisenNeedView {
  @ApiProperty({ format: 'uuid', description: 'The need, a draft in a moment: GET /v1/needs/{needId}' })
  needId!: string;
}

@Controller('venues/:venueId/needs')
@ApiTags('Venues')
export class VoiceNeedController {
  constructor(private readonly voiceNeed: VoiceNeedHandler) {}

  @Post()
  @Requires('venues:voice-need')
  @RequiresIdempotencyKey()
  @ApiOperation({ summary: 'Voice a need; it becomes a draft with the venue on it' })
  @Answers(202, ArisenNeedView)
  @Refuses(
    venueProblems.wrongState,
    arisingNeedProblems.unknownItem,
    needWishProblems.endsBeforeStart,
    needWishProblems.tooLong,
    needWishProblems.inThePast,
  )
  post(@Param('venueId', Uuid) id: string, @Body() body: VoiceNeedDto, @By() by: Caller): Promise<ArisenNeedView> {
    return this.voiceNeed.handle(id, body, by);
  }
}
