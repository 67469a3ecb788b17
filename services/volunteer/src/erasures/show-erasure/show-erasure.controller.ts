import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, PersonErasureView, Uuid } from '@huying/http';
import { ShowErasureHandler } from './show-erasure.handler.js';

@Controller('erasures/:erasureId')
@ApiTags('Erasure')
export class ShowErasureController {
  constructor(private readonly showErasure: ShowErasureHandler) {}

  @Get()
  @Requires('erasures:read')
  @ApiOperation({ summary: 'What became of what was known of a volunteer: your own erasure, or as staff any' })
  @Answers(200, PersonErasureView)
  get(@Param('erasureId', Uuid) id: string, @By() by: Caller): Promise<PersonErasureView> {
    return this.showErasure.handle(id, by);
  }
}
