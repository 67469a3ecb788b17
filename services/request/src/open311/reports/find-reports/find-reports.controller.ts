import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiQuery } from '@nestjs/swagger';
import { languageOf, Text } from '@huying/http';
import type { FastifyReply } from 'fastify';
import { asked } from '../../asked.js';
import { Clients, communityRefusals, Jurisdiction } from '../../clients.js';
import { Open311Route } from '../../described.js';
import { answer, AnswerFormat, type Format } from '../../document.js';
import { open311Problems } from '../../open311.problems.js';
import { statuses } from '../../status.js';
import { windowOf, WindowQuery, windowRefusals } from '../../window.js';
import { FindReports, isUuid, type Wanted } from './find-reports.js';

const MOST_IDS = 100;
const commas = (text: string): string[] => text.split(',').map((one) => one.trim());

/** GET Service Requests; lists are separated by commas. */
export class FindReportsQuery extends WindowQuery {
  @Text({ max: 4_000, required: false, description: 'Ids; with them all other arguments count for nothing' })
  service_request_id?: string;

  @Text({ max: 1_000, required: false, example: 'LC-001,LC-002' })
  service_code?: string;

  @Text({ max: 20, required: false, pattern: /^(open|closed)(,(open|closed))?$/, example: 'open' })
  status?: string;
}

@Controller('open311/v2')
export class FindReportsController {
  constructor(
    private readonly clients: Clients,
    private readonly reports: FindReports,
  ) {}

  @Get('requests.:format')
  @ApiOperation({ summary: 'Open311: GET Service Requests, the newest first, 1000 at most' })
  @ApiQuery({ type: FindReportsQuery })
  @Open311Route(
    'service_requests',
    open311Problems.formatUnknown,
    open311Problems.tooManyIds,
    ...windowRefusals,
    ...communityRefusals,
  )
  async list(
    @Param('format', AnswerFormat) format: Format,
    @Query() query: unknown,
    @Headers('accept-language') accepted: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const given = query as { service_request_id?: unknown };
    const byId = typeof given.service_request_id === 'string' && given.service_request_id !== '';
    const community = await this.clients.community(await asked(Jurisdiction, given));
    // "This overrides all other arguments", so they are not even judged.
    const wanted = byId ? this.ids(String(given.service_request_id)) : await this.filters(given);
    const language = languageOf(accepted);
    void reply.header('content-language', language).header('vary', 'accept-language');
    return answer(reply, format, 'service_requests', await this.reports.handle(community, wanted, language));
  }

  @Get('requests/:serviceRequestId.:format')
  @ApiOperation({ summary: 'Open311: GET Service Request' })
  @ApiQuery({ type: Jurisdiction })
  @Open311Route('service_requests', open311Problems.formatUnknown, open311Problems.requestUnknown, ...communityRefusals)
  async one(
    @Param('serviceRequestId') id: string,
    @Param('format', AnswerFormat) format: Format,
    @Query() query: unknown,
    @Headers('accept-language') accepted: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const community = await this.clients.community(await asked(Jurisdiction, query as object));
    const language = languageOf(accepted);
    void reply.header('content-language', language).header('vary', 'accept-language');
    return answer(reply, format, 'service_requests', [await this.reports.one(community, id, language)]);
  }

  @Get('tokens/:tokenId.:format')
  @ApiOperation({
    summary: 'Open311: GET service_request_id from a token. Every service is realtime: they are the same',
  })
  @ApiQuery({ type: Jurisdiction })
  @Open311Route('service_requests', open311Problems.formatUnknown, open311Problems.requestUnknown, ...communityRefusals)
  async token(
    @Param('tokenId') token: string,
    @Param('format', AnswerFormat) format: Format,
    @Query() query: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const community = await this.clients.community(await asked(Jurisdiction, query as object));
    await this.reports.one(community, token, 'en');
    const id = token.toLowerCase();
    return answer(reply, format, 'service_requests', [{ service_request_id: id, token: id }]);
  }

  private ids(text: string): Wanted {
    const ids = commas(text);
    if (ids.length > MOST_IDS) throw open311Problems.tooManyIds({ most: MOST_IDS });
    return { ids: ids.filter(isUuid) };
  }

  private async filters(given: object): Promise<Wanted> {
    const query = await asked(FindReportsQuery, given);
    const states = query.status && commas(query.status);
    return {
      window: windowOf(query, this.reports.now()),
      ...(query.service_code && { codes: commas(query.service_code) }),
      ...(states && { statuses: statuses.filter((one) => states.includes(one)) }),
    };
  }
}
