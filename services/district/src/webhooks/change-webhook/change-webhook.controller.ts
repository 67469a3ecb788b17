import { Body, Controller, Param, Patch } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags, PartialType } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Flag, IfMatch, Refuses, Uuid } from '@huying/http';
import { receiverRefusals } from '../receiver-url.js';
import { WebhookDto, WebhookView } from '../webhook.view.js';
import { webhookProblems } from '../webhooks.problems.js';
import { ChangeWebhookHandler } from './change-webhook.handler.js';

export class WebhookChangeDto extends PartialType(WebhookDto) {
  @Flag({
    required: false,
    description: 'false: paused. true: active again, also after it was disabled; it goes on where it was',
  })
  active?: boolean;
}

@Controller('webhooks/:webhookId')
@ApiTags('Webhooks')
export class ChangeWebhookController {
  constructor(private readonly changeWebhook: ChangeWebhookHandler) {}

  @Patch()
  @Requires('webhooks:manage')
  @ApiHeader({ name: 'If-Match', required: true, description: 'The ETag of the version that the change rests on' })
  @ApiOperation({
    summary: 'Change a webhook, pause it, or enable it again',
    description: 'What is left out stays. What is on its way already is delivered by the new address and order.',
  })
  @Answers(200, WebhookView)
  @Refuses(...receiverRefusals, webhookProblems.ended)
  patch(
    @Param('webhookId', Uuid) id: string,
    @Body() body: WebhookChangeDto,
    @IfMatch() version: number,
    @By() by: Caller,
  ): Promise<WebhookView> {
    return this.changeWebhook.handle(id, body, version, by);
  }
}
