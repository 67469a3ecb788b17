import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, OneOf, PageOf, PageQuery, PersonId, Refuses, Uuid, type Page } from '@huying/http';
import { workerKinds, type WorkerKind } from '../worker.entity.js';
import { workerProblems } from '../workers.problems.js';
import { KeepWorkersHandler } from './keep-workers.handler.js';

export class WorkerDto {
  @PersonId({ description: 'The account' })
  personId!: string;

  @OneOf(workerKinds, { description: 'A worker of the community (专职社工), or of a project (项目社工)' })
  kind!: WorkerKind;
}

export class WorkerView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty()
  personId!: string;

  @ApiProperty({ enum: workerKinds })
  kind!: WorkerKind;

  @ApiProperty({ format: 'date-time' })
  enteredAt!: string;
}

export class WorkerPage extends PageOf(WorkerView) {}

@Controller('community-workers')
@ApiTags('Organizations')
export class KeepWorkersController {
  constructor(private readonly keepWorkers: KeepWorkersHandler) {}

  @Get()
  @Requires('workers:manage')
  @ApiOperation({ summary: 'The community’s staff, in the order in which they were entered' })
  @Answers(200, WorkerPage)
  list(@Query() query: PageQuery, @By() by: Caller): Promise<Page<WorkerView>> {
    return this.keepWorkers.list(query, by);
  }

  @Post()
  @Requires('workers:manage')
  @ApiOperation({ summary: 'Enter somebody of the staff: organisations can turn to them' })
  @Answers(201, WorkerView)
  @Refuses(workerProblems.already)
  enter(@Body() body: WorkerDto, @By() by: Caller): Promise<WorkerView> {
    return this.keepWorkers.enter(body, by);
  }

  @Delete(':workerId')
  @Requires('workers:manage')
  @ApiOperation({ summary: 'Somebody is not of the staff any more; whose contact they were has another first' })
  @Answers(204)
  @Refuses(workerProblems.isContact)
  leave(@Param('workerId', Uuid) id: string, @By() by: Caller): Promise<void> {
    return this.keepWorkers.leave(id, by);
  }
}
