import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Id, OneOf, PageOf, PageQuery, Uuid, type Page } from '@huying/http';
import { classStates, type ClassState } from '../class.entity.js';
import { ClassFileView, ClassView } from '../class.view.js';
import { ListClassesHandler } from './list-classes.handler.js';

export class ListClassesQuery extends PageQuery {
  @Id({ required: false })
  termId?: string;

  @OneOf(classStates, { required: false })
  state?: ClassState;
}

export class ClassPage extends PageOf(ClassView) {}

@Controller('classes')
@ApiTags('Classes')
export class ListClassesController {
  constructor(private readonly listClasses: ListClassesHandler) {}

  @Get()
  @Requires('classes:read')
  @ApiOperation({ summary: 'Classes in the order of their starts' })
  @Answers(200, ClassPage)
  list(@Query() query: ListClassesQuery, @By() by: Caller): Promise<Page<ClassView>> {
    return this.listClasses.list(query, by);
  }

  @Get(':classId')
  @Requires('classes:read')
  @ApiOperation({ summary: 'One class with its sessions; who teaches is not told' })
  @Answers(200, ClassFileView)
  show(@Param('classId', Uuid) id: string, @By() by: Caller): Promise<ClassFileView> {
    return this.listClasses.show(id, by);
  }
}
