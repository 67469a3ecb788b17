import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, PersonErasureView, Uuid } from '@huying/http';
import { ShowCallerErasureHandler } from './show-caller-erasure.handler.js';

@Controller('callers/erasures/:erasureId')
@ApiTags('Erasure')
export class ShowCallerErasureController {
  constructor(private readonly showErasure: ShowCallerErasureHandler) {}

  @Get()
  @Requires('callers:erase')
  @ApiOperation({ summary: 'What became of what was known of a caller' })
  @Answers(200, PersonErasureView)
  get(@Param('erasureId', Uuid) id: string, @By() by: Caller): Promise<PersonErasureView> {
    return this.showErasure.handle(id, by);
  }
}
