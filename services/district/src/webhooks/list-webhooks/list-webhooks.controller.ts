import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, PageOf, PageQuery, Uuid, type Page } from '@huying/http';
import { WebhookView } from '../webhook.view.js';
import { ListWebhooksHandler } from './list-webhooks.handler.js';

export class WebhookPage extends PageOf(WebhookView) {}

@Controller('webhooks')
@ApiTags('Webhooks')
export class ListWebhooksController {
  constructor(private readonly listWebhooks: ListWebhooksHandler) {}

  @Get()
  @Requires('webhooks:manage')
  @ApiOperation({ summary: 'The webhooks of your community, the oldest first, without their secrets' })
  @Answers(200, WebhookPage)
  list(@Query() query: PageQuery, @By() by: Caller): Promise<Page<WebhookView>> {
    return this.listWebhooks.list(query, by);
  }

  @Get(':webhookId')
  @Requires('webhooks:manage')
  @ApiOperation({ summary: 'One webhook: how far it has come, and how it does' })
  @Answers(200, WebhookView)
  show(@Param('webhookId', Uuid) id: string, @By() by: Caller): Promise<WebhookView> {
    return this.listWebhooks.show(id, by);
  }
}
