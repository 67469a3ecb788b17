import { Body, Controller, Headers, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiResponse, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { commonProblems, KeepsIdempotencyKeys, Refuses, Uuid } from '@huying/http';
import { IsInt, IsNotEmpty, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { ClaimPlaceDto } from '../../places/claim-place/claim-place.dto.js';
import { tellOnce } from '../../places/decider.js';
import { claimProblems, eligibilityProblems } from '../../places/refusals.js';
import { ClaimView } from '../../places/claim.view.js';
import { ClaimAsTeamHandler } from './claim-as-team.handler.js';

/** How many places a team wants. */
export class ClaimAsTeamDto extends ClaimPlaceDto {
  @ApiProperty({ minimum: 1, maximum: 50 })
  @IsInt()
  @Min(1)
  @Max(50)
  places!: number;

  @ApiProperty({
    required: false,
    maxLength: 100,
    description: 'For staff, who claim for an organisation that asked them',
  })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(100)
  @Matches(/^[^\p{Cc}:]+$/u)
  organisationId?: string;
}

/** The seats that a team holds, each a claim to name somebody for. */
export class TeamView {
  @ApiProperty({ type: [ClaimView] })
  items!: ClaimView[];
}

@Controller('needs/:needId/team-claims')
@ApiTags('Claims')
export class ClaimAsTeamController {
  constructor(private readonly claimAsTeam: ClaimAsTeamHandler) {}

  @Post()
  @HttpCode(201)
  @Requires('claims:create-team')
  @KeepsIdempotencyKeys()
  @ApiOperation({ summary: 'Claim places for an organisation, all or none; people are named later' })
  @ApiResponse({ status: 201, type: TeamView })
  @Refuses(
    claimProblems.needFull,
    claimProblems.needClosed,
    claimProblems.notOpenYet,
    claimProblems.notTogether,
    claimProblems.needUnknown,
    claimProblems.alreadyIn,
    claimProblems.claimedTooOften,
    claimProblems.poolRecovering,
    claimProblems.outcomeUnknown,
    claimProblems.claimsBusy,
    eligibilityProblems.waveNotReached,
    eligibilityProblems.riskNotAccepted,
    commonProblems.idempotencyKeyReused,
  )
  async post(
    @Param('needId', Uuid) needId: string,
    @Body() body: ClaimAsTeamDto,
    @Headers('idempotency-key') key: string | undefined,
    @By() by: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TeamView> {
    const { items, decided } = await this.claimAsTeam.handle(needId, body, key, by);
    tellOnce(reply, decided);
    return { items };
  }
}
