import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Open311Route } from '../described.js';
import { answer, AnswerFormat, type Format } from '../document.js';
import { open311Problems } from '../open311.problems.js';

/** When what is told here was changed last. */
const CHANGED = '2026-11-29T00:00:00+08:00';

/** Service discovery: where the endpoint is, in which formats it answers, how to get a key. */
@Controller('open311/discovery.:format')
export class ShowDiscoveryController {
  @Get()
  @ApiOperation({ summary: 'Open311: what answers here, in which formats, and how to get a key' })
  @Open311Route('discovery', open311Problems.formatUnknown)
  get(
    @Param('format', AnswerFormat) format: Format,
    @Req() { protocol, host }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): string {
    return answer(reply, format, 'discovery', {
      changeset: CHANGED,
      contact:
        'The staff of the community (jurisdiction_id). 请与社区工作人员联系。A repeat is known by the Idempotency-Key header or attribute[external_id] of a report.',
      key_service: 'Staff of the community give API keys: POST /v1/open311-keys. API 密钥由社区工作人员发放。',
      endpoints: [
        {
          specification: 'http://wiki.open311.org/GeoReport_v2',
          url: `${protocol}://${host}/open311/v2`,
          changeset: CHANGED,
          type: 'production',
          formats: ['text/xml', 'application/json'],
        },
      ],
    });
  }
}
