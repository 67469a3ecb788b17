import { Body, Controller, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Refuses, RequiresIdempotencyKey } from '@huying/http';
import { receiverRefusals } from '../receiver-url.js';
import { NewWebhookView, WebhookDto } from '../webhook.view.js';
import { webhookProblems } from '../webhooks.problems.js';
import { CreateWebhookHandler } from './create-webhook.handler.js';

@Controller('webhooks')
@ApiTags('Webhooks')
export class CreateWebhookController {
  constructor(private readonly createWebhook: CreateWebhookHandler) {}

  @Post()
  @RequiresIdempotencyKey()
  @Requires('webhooks:manage')
  @ApiOperation({
    summary: 'Have the events of your community sent to you, from now on',
    description:
      'Each event of `/v1/events` is posted as a CloudEvent (`application/cloudevents+json`) and signed by Standard Webhooks with the secret ' +
      'that this answer shows once. 2xx within 15 seconds is taken for delivered; anything else is tried again for three days and more. ' +
      'Events may come more than once: the same `webhook-id` is the same event.',
  })
  @Answers(201, NewWebhookView)
  @Refuses(...receiverRefusals, webhookProblems.tooMany)
  post(@Body() body: WebhookDto, @By() by: Caller): Promise<NewWebhookView> {
    return this.createWebhook.handle(body, by);
  }
}
