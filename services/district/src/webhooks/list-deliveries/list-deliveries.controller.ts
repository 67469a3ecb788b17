import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, OneOf, PageOf, PageQuery, Uuid, type Page } from '@huying/http';
import { deliveryStates, type DeliveryState } from '../webhook.entity.js';
import { DeliveryView } from '../webhook.view.js';
import { ListDeliveriesHandler } from './list-deliveries.handler.js';

export class DeliveriesQuery extends PageQuery {
  @OneOf(deliveryStates, { required: false })
  state?: DeliveryState;
}

export class DeliveryPage extends PageOf(DeliveryView) {}

@Controller('webhooks/:webhookId/deliveries')
@ApiTags('Webhooks')
export class ListDeliveriesController {
  constructor(private readonly listDeliveries: ListDeliveriesHandler) {}

  @Get()
  @Requires('webhooks:manage')
  @ApiOperation({
    summary:
      'What was sent to a receiver and what is on its way, the newest first, with every attempt; kept for 30 days',
  })
  @Answers(200, DeliveryPage)
  list(
    @Param('webhookId', Uuid) webhookId: string,
    @Query() query: DeliveriesQuery,
    @By() by: Caller,
  ): Promise<Page<DeliveryView>> {
    return this.listDeliveries.list(webhookId, query, by);
  }

  @Get(':deliveryId')
  @Requires('webhooks:manage')
  @ApiOperation({ summary: 'One delivery with its attempts' })
  @Answers(200, DeliveryView)
  show(
    @Param('webhookId', Uuid) webhookId: string,
    @Param('deliveryId', Uuid) id: string,
    @By() by: Caller,
  ): Promise<DeliveryView> {
    return this.listDeliveries.show(webhookId, id, by);
  }
}
