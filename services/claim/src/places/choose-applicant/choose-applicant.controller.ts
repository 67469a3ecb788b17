import { Body, Controller, Param, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, IsIdempotentByNature, NoBody, Refuses, Uuid } from '@huying/http';
import type { FastifyReply } from 'fastify';
import { ClaimView } from '../claim.view.js';
import { tellIfDecided } from '../decider.js';
import { ReasonDto } from '../reason.dto.js';
import { choosingRefusals, claimProblems, releasingRefusals } from '../refusals.js';
import { ChooseApplicantHandler } from './choose-applicant.handler.js';

@Controller('claims/:claimId')
@ApiTags('Claims')
export class ChooseApplicantController {
  constructor(private readonly chooseApplicant: ChooseApplicantHandler) {}

  @Post('approval')
  @Requires('claims:decide')
  @IsIdempotentByNature()
  @ApiOperation({ summary: 'Give a place to somebody who has applied to a need that asks for approval' })
  @Answers(200, ClaimView)
  @Refuses(...choosingRefusals)
  async approve(
    @Param('claimId', Uuid) claimId: string,
    @Body(NoBody) _body: unknown,
    @By() by: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ClaimView> {
    return tellIfDecided(reply, await this.chooseApplicant.approve(claimId, by));
  }

  @Post('rejection')
  @Requires('claims:decide')
  @IsIdempotentByNature()
  @ApiOperation({ summary: 'Turn an applicant down, with the reason on record' })
  @Answers(200, ClaimView)
  @Refuses(...releasingRefusals, claimProblems.notApplied)
  async reject(
    @Param('claimId', Uuid) claimId: string,
    @Body() { reason }: ReasonDto,
    @By() by: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ClaimView> {
    return tellIfDecided(reply, await this.chooseApplicant.reject(claimId, reason, by));
  }
}
