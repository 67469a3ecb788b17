import { Body, Controller, Param, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, IsIdempotentByNature, Refuses, Uuid } from '@huying/http';
import { IsIn } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { tell } from '../../places/decider.js';
import { claimProblems } from '../../places/refusals.js';
import { PlacesView } from '../../places/show-places/show-places.handler.js';
import { alertProblems } from '../alerts.problems.js';
import { StandDownHandler } from './stand-down.handler.js';

export const alertOutcomes = ['found', 'handed-over', 'called-off'] as const;

/** How an alert ended. */
export class StandDownDto {
  @ApiProperty({ enum: alertOutcomes, description: '`handed-over`: brought home to the family' })
  @IsIn(alertOutcomes)
  outcome!: (typeof alertOutcomes)[number];
}

@Controller('needs/:needId/stand-down')
@ApiTags('Alerts')
export class StandDownController {
  constructor(private readonly standDown: StandDownHandler) {}

  @Post()
  @Requires('alerts:stand-down')
  @IsIdempotentByNature()
  @ApiOperation({ summary: 'End an alert: everyone who answered it is told to go home' })
  @Answers(200, PlacesView)
  @Refuses(
    alertProblems.notOne,
    claimProblems.needUnknown,
    claimProblems.poolRecovering,
    claimProblems.outcomeUnknown,
    claimProblems.claimsBusy,
  )
  async post(
    @Param('needId', Uuid) needId: string,
    @Body() { outcome }: StandDownDto,
    @By() by: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PlacesView> {
    const { view, decided } = await this.standDown.handle(needId, outcome, by);
    tell(reply, decided);
    return view;
  }
}
