import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, OneOf } from '@huying/http';
import { offices, type Office } from '../appointment.entity.js';
import { POINTS } from '../candidates.js';
import { ProposeCandidatesHandler } from './propose-candidates.handler.js';

export class CandidatesQuery {
  @OneOf(offices, { required: false, description: 'Only those whose next office this is' })
  next?: Office;
}

export class CandidateView {
  @ApiProperty()
  personId!: string;

  @ApiProperty({ type: 'integer', description: 'Findings that they raised and that were rectified and closed' })
  findings!: number;

  @ApiProperty({ type: 'integer', description: 'Times that they checked findings of others' })
  rechecks!: number;

  @ApiProperty({ type: 'integer', description: 'Talks in which they said something that was shown' })
  rounds!: number;

  @ApiProperty({ type: 'integer', description: 'Minutes of service on record' })
  serviceMinutes!: number;

  @ApiProperty({ type: [String], enum: offices, description: 'Offices that they hold or held' })
  held!: readonly Office[];

  @ApiProperty({
    type: 'integer',
    description:
      `${POINTS.finding} for a finding, ${POINTS.recheck} for a check, ${POINTS.round} for a round, ` +
      `1 for each ${POINTS.serviceMinutes} minutes of service`,
  })
  points!: number;

  @ApiProperty({
    type: String,
    enum: offices,
    nullable: true,
    description: 'The next on the path; null: they have come to its end',
  })
  next!: Office | null;
}

export class CandidatesView {
  @ApiProperty({ type: [CandidateView], description: 'A hundred at most, whoever has done most first' })
  items!: CandidateView[];
}

@Controller('appointments/candidates')
@ApiTags('Appointments')
export class ProposeCandidatesController {
  constructor(private readonly proposeCandidates: ProposeCandidatesHandler) {}

  @Get()
  @Requires('appointments:run')
  @ApiOperation({
    summary: 'Whom to ask for an office, by what they have done; the choice is staff’s, the word the person’s',
  })
  @Answers(200, CandidatesView)
  get(@Query() query: CandidatesQuery, @By() by: Caller): Promise<CandidatesView> {
    return this.proposeCandidates.handle(query, by);
  }
}
