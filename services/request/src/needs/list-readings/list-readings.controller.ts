import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, PageOf, PageQuery, Uuid, type Page } from '@huying/http';
import { readerKinds, type ReaderKind } from '../need-reading.entity.js';
import { ListReadingsHandler } from './list-readings.handler.js';

/** Who was shown the private details of a need, and when. */
export class NeedReadingView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty()
  readBy!: string;

  @ApiProperty({ enum: readerKinds })
  readAs!: ReaderKind;

  @ApiProperty({ format: 'date-time' })
  readAt!: string;
}

export class NeedReadingPage extends PageOf(NeedReadingView) {}

@Controller('needs/:needId/readings')
@ApiTags('Needs')
export class ListReadingsController {
  constructor(private readonly listReadings: ListReadingsHandler) {}

  @Get()
  @Requires('needs:read-readings')
  @ApiOperation({ summary: 'Who was shown the private details of a need, the latest first' })
  @Answers(200, NeedReadingPage)
  get(
    @Param('needId', Uuid) needId: string,
    @Query() query: PageQuery,
    @By() by: Caller,
  ): Promise<Page<NeedReadingView>> {
    return this.listReadings.handle(needId, query, by);
  }
}
