import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Uuid } from '@huying/http';
import { statuses, type Status } from '../../status.js';
import { ShowReportHandler } from './show-report.handler.js';

export class PartnerUpdateView {
  @ApiProperty({ description: "The client's own id of it" })
  externalId!: string;

  @ApiProperty({ enum: statuses, description: 'As the client sees it' })
  status!: Status;

  @ApiProperty()
  description!: string;

  @ApiProperty({ format: 'date-time' })
  updatedAt!: string;

  @ApiProperty({ format: 'date-time' })
  receivedAt!: string;
}

export class ReportView {
  @ApiProperty({ format: 'uuid', description: "Also the call's" })
  id!: string;

  @ApiProperty({ format: 'uuid', description: 'The API key that it came with' })
  clientId!: string;

  @ApiProperty({ type: String, nullable: true, description: "The client's own id of it" })
  externalId!: string | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'What was sent beside the call: lat, long, address_string, address_id, email, media_url, attributes …',
  })
  details!: Record<string, unknown>;

  @ApiProperty({ type: [PartnerUpdateView], description: 'What the client told later, the oldest first' })
  updates!: PartnerUpdateView[];
}

@Controller('open311-reports/:reportId')
@ApiTags('Open311')
export class ShowReportController {
  constructor(private readonly showReport: ShowReportHandler) {}

  @Get()
  @Requires('calls:classify')
  @ApiOperation({
    summary: 'What came through Open311 with a call, for staff: where it is, how to answer, what was told later',
  })
  @Answers(200, ReportView)
  get(@Param('reportId', Uuid) id: string, @By() by: Caller): Promise<ReportView> {
    return this.showReport.handle(id, by);
  }
}
