import { Controller, Post, Req, type StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { ImportsLines, reportTo } from '@huying/http';
import type { FastifyRequest } from 'fastify';
import { ImportHouseholdsHandler } from './import-households.handler.js';

@Controller('households/import')
@ApiTags('Households')
export class ImportHouseholdsController {
  constructor(private readonly importHouseholds: ImportHouseholdsHandler) {}

  @Post()
  @Requires('households:manage')
  @ImportsLines()
  @ApiOperation({
    summary: 'Enter many households: one in each line, with a report on each line',
    description:
      'The body is as long as it may be; each line has at most 16 KB and the fields of `POST /v1/households`. The answer ' +
      'begins while the body is still being sent: `{line, status: registered | unchanged | refused, id?, code?, detail?, ' +
      'errors?}` for each line and in the end `{summary, complete}`. A home that is entered with that area, those owners and ' +
      'at least those accounts stays unchanged, so that an import can be repeated; one that is entered otherwise is refused ' +
      'with `household-entered-otherwise`, since an import overwrites nothing.',
  })
  post(@Req() request: FastifyRequest, @By() by: Caller): StreamableFile {
    return reportTo(request, (lines, language) => this.importHouseholds.handle(lines, by, language));
  }
}
