import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiQuery } from '@nestjs/swagger';
import { languageOf } from '@huying/http';
import type { FastifyReply } from 'fastify';
import { asked } from '../asked.js';
import { Clients, communityRefusals } from '../clients.js';
import { Open311Route } from '../described.js';
import { answer, AnswerFormat, type Format } from '../document.js';
import { open311Problems } from '../open311.problems.js';
import { WindowQuery, windowRefusals } from '../window.js';
import { ListUpdatesHandler } from './list-updates.handler.js';

@Controller('open311/v2/servicerequestupdates.:format')
export class ListUpdatesController {
  constructor(
    private readonly clients: Clients,
    private readonly updates: ListUpdatesHandler,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Open311 extension: GET Service Request Updates, the oldest first, 1000 at most' })
  @ApiQuery({ type: WindowQuery })
  @Open311Route('service_request_updates', open311Problems.formatUnknown, ...windowRefusals, ...communityRefusals)
  async get(
    @Param('format', AnswerFormat) format: Format,
    @Query() given: unknown,
    @Headers('accept-language') accepted: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const query = await asked(WindowQuery, given as object);
    const community = await this.clients.community(query);
    const language = languageOf(accepted);
    void reply.header('content-language', language).header('vary', 'accept-language');
    return answer(reply, format, 'service_request_updates', await this.updates.handle(community, query, language));
  }
}
