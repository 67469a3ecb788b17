import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Id, IsInstant, Refuses, Text, Uuid } from '@huying/http';
import type { Temporal } from 'temporal-polyfill';
import { feedProblems } from '../../feed/feed.problems.js';
import { WebhookView } from '../webhook.view.js';
import { webhookProblems } from '../webhooks.problems.js';
import { RedeliverHandler } from './redeliver.handler.js';

export class RedeliveryDto {
  @Id({ required: false, description: 'One event, whatever its type' })
  eventId?: string;

  @Text({ max: 19, pattern: /^0?\d{1,18}$/, required: false, description: 'All events behind this `sequence`; 0: all' })
  after?: string;

  @IsInstant({ required: false, description: 'All events that were published from then on' })
  since?: Temporal.Instant;
}

@Controller('webhooks/:webhookId/redeliveries')
@ApiTags('Webhooks')
export class RedeliverController {
  constructor(private readonly redeliver: RedeliverHandler) {}

  @Post()
  @Requires('webhooks:manage')
  @ApiOperation({
    summary: 'Send again: one event, or all from a point of the feed on',
    description:
      'They come with the `webhook-id` that they had. From a point on, the webhook goes back to it (never forward) and takes the same way ' +
      'again, by its types; it can also be used to begin a new webhook with the events that are kept.',
  })
  @Answers(202, WebhookView)
  @Refuses(
    webhookProblems.ended,
    webhookProblems.redeliveryUnclear,
    webhookProblems.eventUnknown,
    feedProblems.forgotten,
    feedProblems.cursorAhead,
  )
  post(@Param('webhookId', Uuid) id: string, @Body() body: RedeliveryDto, @By() by: Caller): Promise<WebhookView> {
    return this.redeliver.handle(id, body, by);
  }
}
