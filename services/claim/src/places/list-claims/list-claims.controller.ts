import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, PageQuery, type Page } from '@huying/http';
import { IsIn, IsNotEmpty, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { claimStates, type ClaimState } from '../../claim.entity.js';
import { ClaimView } from '../claim.view.js';
import { ListClaimsHandler } from './list-claims.handler.js';

/** Which claims to list. */
export class ListClaimsQuery extends PageQuery {
  @ApiProperty({ required: false, description: 'Default for a volunteer: their own' })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(100)
  volunteerId?: string;

  @ApiProperty({ required: false, format: 'uuid' })
  @IsOptional()
  @IsUUID()
  needId?: string;

  @ApiProperty({ required: false, enum: claimStates })
  @IsOptional()
  @IsIn(claimStates)
  state?: ClaimState;
}

export class ClaimPage {
  @ApiProperty({ type: [ClaimView] })
  items!: ClaimView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}

@Controller('claims')
@ApiTags('Claims')
export class ListClaimsController {
  constructor(private readonly listClaims: ListClaimsHandler) {}

  @Get()
  @Requires('claims:read')
  @ApiOperation({ summary: 'Claims, the newest first: a volunteer sees their own, staff all' })
  @Answers(200, ClaimPage)
  get(@Query() query: ListClaimsQuery, @By() by: Caller): Promise<Page<ClaimView>> {
    return this.listClaims.handle(query, by);
  }
}
