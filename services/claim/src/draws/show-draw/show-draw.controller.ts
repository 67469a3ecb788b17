import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Uuid } from '@huying/http';
import { DrawView } from './draw.view.js';
import { ShowDrawHandler } from './show-draw.handler.js';

@Controller('needs/:needId/draw')
@ApiTags('Claims')
export class ShowDrawController {
  constructor(private readonly showDraw: ShowDrawHandler) {}

  @Get()
  @Requires('places:read')
  @ApiOperation({ summary: "A need's draw: the commitment before it, all that it takes to draw again after it" })
  @Answers(200, DrawView)
  get(@Param('needId', Uuid) needId: string, @By() by: Caller): Promise<DrawView> {
    return this.showDraw.handle(needId, by);
  }
}
