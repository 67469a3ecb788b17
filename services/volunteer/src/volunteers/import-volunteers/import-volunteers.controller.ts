import { Readable } from 'node:stream';
import { Controller, Post, Req, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, commonProblems, IsIdempotentByNature, languageOf, NDJSON } from '@huying/http';
import type { FastifyRequest } from 'fastify';
import { ImportVolunteersHandler } from './import-volunteers.handler.js';

/** How much of the report waits for a client that only reads once it has sent everything. */
const UNREAD_REPORT_BYTES = 64 * 1_048_576;

@Controller('volunteers/import')
@ApiTags('Volunteers')
export class ImportVolunteersController {
  constructor(private readonly importVolunteers: ImportVolunteersHandler) {}

  @Post()
  @Requires('volunteers:import')
  @IsIdempotentByNature()
  @ApiOperation({
    summary: 'Register many volunteers: one in each line, with a report on each line',
    description:
      'The body is as long as it may be; each line has at most 16 KB and the fields of a registration. The answer begins while ' +
      'the body is still being sent: `{line, status: registered | unchanged | refused, id?, code?, detail?, errors?}` for ' +
      'each line and in the end `{summary, complete}`. Whoever is a volunteer already, by id or else by telephone and ' +
      'name, stays unchanged, so that an import can be repeated.',
  })
  @ApiConsumes(NDJSON)
  @ApiProduces(NDJSON)
  @ApiBody({ schema: { type: 'string' }, required: true })
  @Answers(200, undefined, 'The report, as NDJSON')
  post(@Req() request: FastifyRequest, @By() by: Caller): StreamableFile {
    const { body } = request;
    if (!(body instanceof Readable)) throw commonProblems.unsupportedMediaType();
    const report = this.importVolunteers.handle(body, by, languageOf(request.headers['accept-language']));
    const stream = Readable.from(report, { objectMode: false, highWaterMark: UNREAD_REPORT_BYTES });
    return new StreamableFile(stream, { type: NDJSON });
  }
}
