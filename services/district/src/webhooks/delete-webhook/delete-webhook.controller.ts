import { Controller, Delete, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Uuid } from '@huying/http';
import { DeleteWebhookHandler } from './delete-webhook.handler.js';

@Controller('webhooks/:webhookId')
@ApiTags('Webhooks')
export class DeleteWebhookController {
  constructor(private readonly deleteWebhook: DeleteWebhookHandler) {}

  @Delete()
  @Requires('webhooks:manage')
  @ApiOperation({ summary: 'Delete a webhook with its log; an attempt that is under way may still arrive' })
  @Answers(204)
  delete(@Param('webhookId', Uuid) id: string, @By() by: Caller): Promise<void> {
    return this.deleteWebhook.handle(id, by);
  }
}
