import { Body, Controller, Headers, Param, Post, Query, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiHeader, ApiOperation } from '@nestjs/swagger';
import { Answers, IsIdempotentByNature } from '@huying/http';
import type { FastifyReply } from 'fastify';
import { asked } from '../../asked.js';
import { senderRefusals } from '../../clients.js';
import { Open311Route } from '../../described.js';
import { answer, AnswerFormat, type Format } from '../../document.js';
import { attributesOf, fieldsOf } from '../../form.js';
import { open311Problems } from '../../open311.problems.js';
import { ExternalId, fingerprintOf } from '../../repeat.js';
import { SendReportForm } from './send-report.dto.js';
import { SendReportHandler } from './send-report.handler.js';

@Controller('open311/v2/requests.:format')
export class SendReportController {
  constructor(private readonly sendReport: SendReportHandler) {}

  @Post()
  @IsIdempotentByNature()
  @ApiOperation({ summary: 'Open311: POST Service Request. It becomes a call, as if it had come by telephone' })
  @ApiConsumes('application/x-www-form-urlencoded', 'multipart/form-data')
  @ApiBody({ type: SendReportForm })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: "The client's own id of the report; `attribute[external_id]` in the form says the same",
  })
  @Answers(200)
  @Open311Route(
    'service_requests',
    open311Problems.formatUnknown,
    ...senderRefusals,
    open311Problems.serviceUnknown,
    open311Problems.malformedForm,
    open311Problems.fileNotTaken,
    open311Problems.locationMissing,
    open311Problems.descriptionMissing,
    open311Problems.attributeInvalid,
    open311Problems.sentBefore,
  )
  async post(
    @Param('format', AnswerFormat) format: Format,
    @Body() body: unknown,
    @Query() query: unknown,
    @Headers('idempotency-key') key: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    // Some clients put their key and the jurisdiction into the address.
    const fields = { ...(query as object), ...fieldsOf(body) };
    const client = await this.sendReport.sender(fields);
    const form = await asked(SendReportForm, fields);
    const { external_id: own, ...attributes } = attributesOf(fields);
    const { external_id: externalId } = await asked(ExternalId, { external_id: own ?? key ?? '' });
    const fingerprint = fingerprintOf({ ...form, attributes });
    const id = await this.sendReport.handle(client, { form, attributes, externalId, fingerprint });
    return answer(reply, format, 'service_requests', [
      { service_request_id: id, service_notice: null, account_id: form.account_id ?? null },
    ]);
  }
}
