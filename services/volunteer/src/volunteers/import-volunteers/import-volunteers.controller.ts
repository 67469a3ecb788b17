import { Controller, Post, Req, type StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { ImportsLines, reportTo } from '@huying/http';
import type { FastifyRequest } from 'fastify';
import { ImportVolunteersHandler } from './import-volunteers.handler.js';

@Controller('volunteers/import')
@ApiTags('Volunteers')
export class ImportVolunteersController {
  constructor(private readonly importVolunteers: ImportVolunteersHandler) {}

  @Post()
  @Requires('volunteers:import')
  @ImportsLines()
  @ApiOperation({
    summary: 'Register many volunteers: one in each line, with a report on each line',
    description:
      'The body is as long as it may be; each line has at most 16 KB and the fields of a registration. The answer begins while ' +
      'the body is still being sent: `{line, status: registered | unchanged | refused, id?, code?, detail?, errors?}` for ' +
      'each line and in the end `{summary, complete}`. Whoever is a volunteer already, by id or else by telephone and ' +
      'name, stays unchanged, so that an import can be repeated.',
  })
  post(@Req() request: FastifyRequest, @By() by: Caller): StreamableFile {
    return reportTo(request, (lines, language) => this.importVolunteers.handle(lines, by, language));
  }
}
