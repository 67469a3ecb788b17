import { Body, Controller, Param, Put, Res } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Refuses, Uuid } from '@huying/http';
import { IsInt, Max, Min } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { ClaimView } from '../claim.view.js';
import { tellIfDecided } from '../decider.js';
import { ReasonDto } from '../reason.dto.js';
import { priorityRefusals } from '../refusals.js';
import { SetPriorityHandler } from './set-priority.handler.js';

/** Another priority in line, with the reason. */
export class PriorityDto extends ReasonDto {
  @ApiProperty({
    minimum: 0,
    maximum: 8,
    description: 'Higher goes first; 1 is for preferred skills, 0 for the others',
  })
  @IsInt()
  @Min(0)
  @Max(8)
  priority!: number;
}

@Controller('claims/:claimId/priority')
@ApiTags('Claims')
export class SetPriorityController {
  constructor(private readonly setPriority: SetPriorityHandler) {}

  @Put()
  @Requires('claims:prioritise')
  @ApiOperation({ summary: 'Put a claim that waits into another priority, with the reason on record' })
  @Answers(200, ClaimView)
  @Refuses(...priorityRefusals)
  async put(
    @Param('claimId', Uuid) claimId: string,
    @Body() body: PriorityDto,
    @By() by: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ClaimView> {
    return tellIfDecided(reply, await this.setPriority.handle(claimId, body, by));
  }
}
