import { Body, Controller, Delete, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import {
  Answers,
  Flag,
  IfMatch,
  IsCalendarDate,
  PageOf,
  PageQuery,
  Parts,
  Refuses,
  Text,
  Uuid,
  type Page,
} from '@huying/http';
import { childReaders, type ChildReader } from '../child.entity.js';
import { ChildView, PickUpPersonDto } from '../child.view.js';
import { childProblems } from '../classes.problems.js';
import { KeepChildrenHandler } from './keep-children.handler.js';

export class ChildDto {
  @Text({ max: 50, example: '小雨' })
  name!: string;

  @IsCalendarDate({ example: '2018-05-04' })
  birthDate!: string;

  @Text({ max: 1_000, required: false, description: 'What a teacher must know: allergies, medicine' })
  healthNotes?: string;

  @Parts(() => PickUpPersonDto, { max: 10, description: 'Who may fetch the child, the guardian too' })
  pickUps!: PickUpPersonDto[];

  @Flag({ description: 'The guardian’s consent (PIPL art. 31) to what is kept, for whom and until when' })
  consent!: boolean;
}

export class ChildrenView {
  @ApiProperty({ type: [ChildView] })
  items!: ChildView[];
}

export class ReadingView {
  @ApiProperty()
  readBy!: string;

  @ApiProperty({ enum: childReaders })
  readAs!: ChildReader;

  @ApiProperty({ format: 'date-time' })
  readAt!: string;
}

export class ReadingPage extends PageOf(ReadingView) {}

@Controller('children')
@ApiTags('Children')
export class KeepChildrenController {
  constructor(private readonly keepChildren: KeepChildrenHandler) {}

  @Post()
  @Requires('children:register')
  @ApiOperation({ summary: 'A guardian tells of a child, with consent; kept encrypted and erased after the term' })
  @Answers(201, ChildView)
  @Refuses(childProblems.withoutConsent, childProblems.withoutPickUp, childProblems.bornInTheFuture)
  register(@Body() body: ChildDto, @By() by: Caller): Promise<ChildView> {
    return this.keepChildren.register(body, by);
  }

  @Get()
  @Requires('children:read')
  @ApiOperation({ summary: 'The caller’s children' })
  @Answers(200, ChildrenView)
  own(@By() by: Caller): Promise<ChildrenView> {
    return this.keepChildren.own(by);
  }

  @Get(':childId')
  @Requires('children:read')
  @ApiOperation({ summary: 'One child, for its guardian and staff; the reading goes on record' })
  @Answers(200, ChildView)
  show(@Param('childId', Uuid) id: string, @By() by: Caller): Promise<ChildView> {
    return this.keepChildren.show(id, by);
  }

  @Get(':childId/readings')
  @Requires('children:read')
  @ApiOperation({ summary: 'Who was shown what is known of the child, the latest first; for its guardian and staff' })
  @Answers(200, ReadingPage)
  readings(
    @Param('childId', Uuid) id: string,
    @Query() query: PageQuery,
    @By() by: Caller,
  ): Promise<Page<ReadingView>> {
    return this.keepChildren.readings(id, query, by);
  }

  @Put(':childId')
  @Requires('children:register')
  @ApiHeader({ name: 'If-Match', required: true, description: 'The ETag of the version that the change rests on' })
  @ApiOperation({ summary: 'The guardian corrects what is known of the child' })
  @Answers(200, ChildView)
  @Refuses(childProblems.withoutConsent, childProblems.withoutPickUp, childProblems.bornInTheFuture)
  change(
    @Param('childId', Uuid) id: string,
    @Body() body: ChildDto,
    @IfMatch() version: number,
    @By() by: Caller,
  ): Promise<ChildView> {
    return this.keepChildren.change(id, body, version, by);
  }

  @Delete(':childId')
  @Requires('children:register')
  @ApiOperation({
    summary: 'The guardian takes the consent back: places are given back, and the child is erased at once',
  })
  @Answers(204)
  erase(@Param('childId', Uuid) id: string, @By() by: Caller): Promise<void> {
    return this.keepChildren.erase(id, by);
  }
}
