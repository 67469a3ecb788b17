import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, PageQuery } from '@huying/http';
import { PersonId } from '../../volunteers/person-id.js';
import { ShowServiceRecordHandler } from './show-service-record.handler.js';

/** One service, with the contents that Decree 67 of the Ministry of Civil Affairs asks for. */
export class RecordedServiceView {
  @ApiProperty({ format: 'uuid' })
  claimId!: string;

  @ApiProperty({ format: 'uuid' })
  needId!: string;

  @ApiProperty({ description: 'Name of the activity (名称)' })
  activity!: string;

  @ApiProperty({ format: 'date', description: 'Date (日期)' })
  date!: string;

  @ApiProperty({ description: 'Place (地点)' })
  place!: string;

  @ApiProperty({ description: 'What was done (服务内容)' })
  content!: string;

  @ApiProperty({ format: 'date-time' })
  from!: string;

  @ApiProperty({ format: 'date-time' })
  until!: string;

  @ApiProperty({ description: 'Duration in full minutes (服务时长)' })
  minutes!: number;

  @ApiProperty({ description: 'Organiser (组织单位)' })
  organiser!: string;

  @ApiProperty({ description: 'Person in charge of the activity (活动负责人)' })
  personInCharge!: string;

  @ApiProperty({ description: 'Who recorded it (信息记录人): staff, or the volunteer by the code on site' })
  recordedBy!: string;

  @ApiProperty({ enum: ['code', 'staff'] })
  method!: 'code' | 'staff';

  @ApiProperty({ format: 'date-time' })
  recordedAt!: string;
}

export class ServiceTotalsView {
  @ApiProperty()
  services!: number;

  @ApiProperty()
  minutes!: number;
}

/** A volunteer's service record: the totals, and the services page by page. */
export class ServiceRecordView {
  @ApiProperty()
  volunteerId!: string;

  @ApiProperty({ type: ServiceTotalsView, description: 'Of the whole record, not of this page' })
  totals!: ServiceTotalsView;

  @ApiProperty({ type: [RecordedServiceView], description: 'The latest first' })
  items!: RecordedServiceView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}

@Controller('volunteers/:volunteerId/service-record')
@ApiTags('Service records')
export class ShowServiceRecordController {
  constructor(private readonly showServiceRecord: ShowServiceRecordHandler) {}

  @Get()
  @Requires('service-records:read')
  @ApiOperation({ summary: 'What a volunteer has done: your own record, or as staff anybody’s' })
  @Answers(200, ServiceRecordView)
  get(
    @Param('volunteerId', PersonId) volunteerId: string,
    @Query() query: PageQuery,
    @By() by: Caller,
  ): Promise<ServiceRecordView> {
    return this.showServiceRecord.handle(volunteerId, query, by);
  }
}
