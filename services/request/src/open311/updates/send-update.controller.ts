import { Body, Controller, Param, Post, Query, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation } from '@nestjs/swagger';
import { Answers, IsIdempotentByNature, IsInstant, OneOf, Text } from '@huying/http';
import { Transform } from 'class-transformer';
import type { FastifyReply } from 'fastify';
import type { Temporal } from 'temporal-polyfill';
import { asked } from '../asked.js';
import { Clients, Jurisdiction, senderRefusals } from '../clients.js';
import { Open311Route } from '../described.js';
import { answer, AnswerFormat, type Format } from '../document.js';
import { fieldsOf } from '../form.js';
import { open311Problems } from '../open311.problems.js';
import { fingerprintOf } from '../repeat.js';
import { statuses, type Status } from '../status.js';
import { SendUpdateHandler } from './send-update.handler.js';

/** POST Service Request Update. */
export class SendUpdateForm extends Jurisdiction {
  @Text({ max: 100, description: 'A report that this client has sent' })
  service_request_id!: string;

  @Text({
    max: 200,
    pattern: /^[\x21-\x7e]+$/,
    description: "The client's own id of the update: a repeat is known by it",
  })
  update_id!: string;

  // The extension writes them in capitals.
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.toLowerCase() : value))
  @OneOf(statuses)
  status!: Status;

  @IsInstant({ description: 'When the client knew' })
  updated_datetime!: Temporal.Instant;

  @Text({ max: 4_000 })
  description!: string;
}

@Controller('open311/v2/servicerequestupdates.:format')
export class SendUpdateController {
  constructor(
    private readonly clients: Clients,
    private readonly sendUpdate: SendUpdateHandler,
  ) {}

  @Post()
  @IsIdempotentByNature()
  @ApiOperation({ summary: 'Open311 extension: POST Service Request Update, what a client tells of its report later' })
  @ApiConsumes('application/x-www-form-urlencoded', 'multipart/form-data')
  @ApiBody({ type: SendUpdateForm })
  @Answers(200)
  @Open311Route(
    'service_request_updates',
    open311Problems.formatUnknown,
    ...senderRefusals,
    open311Problems.requestUnknown,
    open311Problems.malformedForm,
    open311Problems.fileNotTaken,
    open311Problems.sentBefore,
  )
  async post(
    @Param('format', AnswerFormat) format: Format,
    @Body() body: unknown,
    @Query() query: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const fields = { ...(query as object), ...fieldsOf(body) };
    const client = await this.clients.sender(await asked(Jurisdiction, fields));
    const form = await asked(SendUpdateForm, fields);
    const id = await this.sendUpdate.handle(client, form, fingerprintOf(form));
    return answer(reply, format, 'service_request_updates', [{ update_id: id }]);
  }
}
