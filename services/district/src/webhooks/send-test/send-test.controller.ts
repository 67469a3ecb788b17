import { Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Refuses, Uuid } from '@huying/http';
import { DeliveryView } from '../webhook.view.js';
import { webhookProblems } from '../webhooks.problems.js';
import { SendTestHandler } from './send-test.handler.js';

@Controller('webhooks/:webhookId/tests')
@ApiTags('Webhooks')
export class SendTestController {
  constructor(private readonly sendTest: SendTestHandler) {}

  @Post()
  @Requires('webhooks:manage')
  @ApiOperation({
    summary: 'Send an event in which nothing happens (`huying.webhook.Test`), signed like any other',
    description:
      'Tried once, and at once, also while the webhook is paused or disabled. How it went: `GET …/deliveries/{id}`. It changes nothing ' +
      'about the webhook.',
  })
  @Answers(202, DeliveryView)
  @Refuses(webhookProblems.ended)
  post(@Param('webhookId', Uuid) id: string, @By() by: Caller): Promise<DeliveryView> {
    return this.sendTest.handle(id, by);
  }
}
