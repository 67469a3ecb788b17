import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Refuses, Uuid } from '@huying/http';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { needProblems } from '../needs.problems.js';
import { NeedView } from '../need.view.js';
import { GiveFeedbackHandler } from './give-feedback.handler.js';

/** What the caller says of a need that was answered. */
export class GiveFeedbackDto {
  @ApiProperty({ minimum: 1, maximum: 5, description: '1: did not help, 5: helped very much' })
  @IsInt()
  @Min(1)
  @Max(5)
  rating!: number;

  @ApiProperty({ maxLength: 2_000, required: false, default: '' })
  @IsOptional()
  @IsString()
  @MaxLength(2_000)
  text?: string;
}

@Controller('needs/:needId/feedback')
@ApiTags('Needs')
export class GiveFeedbackController {
  constructor(private readonly giveFeedback: GiveFeedbackHandler) {}

  @Post()
  @Requires('needs:feedback')
  @ApiOperation({ summary: 'Say whether it helped: the caller, or staff who asked the caller; closes the need' })
  @Answers(201, NeedView)
  @Refuses(needProblems.wrongState, needProblems.ratedAlready)
  post(@Param('needId', Uuid) needId: string, @Body() body: GiveFeedbackDto, @By() by: Caller): Promise<NeedView> {
    return this.giveFeedback.handle(needId, body, by);
  }
}
