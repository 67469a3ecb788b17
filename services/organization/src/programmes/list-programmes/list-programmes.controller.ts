import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Id, OneOf, PageOf, PageQuery, Uuid, type Page } from '@huying/http';
import { programmeKinds, programmeStates, type ProgrammeKind, type ProgrammeState } from '../programme.entity.js';
import { ProgrammeView } from '../programme.view.js';
import { ListProgrammesHandler } from './list-programmes.handler.js';

export class ListProgrammesQuery extends PageQuery {
  @Id({ required: false })
  organizationId?: string;

  @OneOf(programmeKinds, { required: false })
  kind?: ProgrammeKind;

  @OneOf(programmeStates, { required: false })
  state?: ProgrammeState;
}

export class ProgrammePage extends PageOf(ProgrammeView) {}

@Controller('programmes')
@ApiTags('Programmes')
export class ListProgrammesController {
  constructor(private readonly listProgrammes: ListProgrammesHandler) {}

  @Get()
  @Requires('programmes:read')
  @ApiOperation({ summary: 'Programmes of the community’s organisations, the newest first' })
  @Answers(200, ProgrammePage)
  list(@Query() query: ListProgrammesQuery, @By() by: Caller): Promise<Page<ProgrammeView>> {
    return this.listProgrammes.list(query, by);
  }

  @Get(':programmeId')
  @Requires('programmes:read')
  @ApiOperation({ summary: 'One programme' })
  @Answers(200, ProgrammeView)
  show(@Param('programmeId', Uuid) id: string, @By() by: Caller): Promise<ProgrammeView> {
    return this.listProgrammes.show(id, by);
  }
}
