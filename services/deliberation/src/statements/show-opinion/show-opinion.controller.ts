import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, OneOf, Uuid } from '@huying/http';
import type { FastifyReply } from 'fastify';
import { csvOf } from '../opinion.csv.js';
import { OpinionView } from '../opinion.view.js';
import { ShowOpinionHandler } from './show-opinion.handler.js';

const formats = ['json', 'csv'] as const;

export class ShowOpinionQuery {
  @OneOf(formats, { required: false })
  format?: (typeof formats)[number];
}

@Controller('statements/talks/:talkId/opinion')
@ApiTags('Statements')
export class ShowOpinionController {
  constructor(private readonly showOpinion: ShowOpinionHandler) {}

  @Get()
  @Requires('statements:read')
  @ApiOperation({
    summary: 'Groups of opinion in a talk, and what all of them share',
    description:
      'Exploratory, found the way Polis does; it decides nothing. As CSV a line for each statement, with counts and without people. How it ' +
      'is computed: docs/supervision.md.',
  })
  @ApiProduces('application/json', 'text/csv')
  @Answers(200, OpinionView)
  async get(
    @Param('talkId', Uuid) id: string,
    @Query() { format }: ShowOpinionQuery,
    @By() by: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OpinionView | string> {
    const opinion = await this.showOpinion.handle(id, by);
    if (format !== 'csv') return opinion;
    void reply.type('text/csv; charset=utf-8');
    void reply.header('content-disposition', `attachment; filename="talk-${id}.csv"`);
    return csvOf(opinion);
  }
}
