import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Refuses, Text, Uuid, Whole } from '@huying/http';
import { ShipmentView } from '../programme.view.js';
import { campaignProblems, shipmentProblems } from '../programmes.problems.js';
import { ShipGoodsHandler } from './ship-goods.handler.js';

export class GoodsDto {
  @Text({ max: 200, example: '冬衣与图书' })
  goods!: string;

  @Whole({ min: 1, max: 1_000_000 })
  pieces!: number;

  @Text({ max: 200, example: '新疆沙雅县某小学' })
  destination!: string;
}

export class WaybillDto {
  @Text({ max: 100, description: 'The carrier’s number' })
  waybill!: string;

  @Whole({ min: 1, max: 1_000_000, required: false, description: 'Of what was collected; left out: all of it' })
  pieces?: number;
}

export class ReceiptDto {
  @Whole({ min: 0, max: 1_000_000, description: 'As the other side counts; not more than were sent' })
  pieces!: number;

  @Text({ max: 500, description: 'Where the receipt is kept' })
  receipt!: string;
}

@Controller('campaigns')
@ApiTags('Campaigns')
export class ShipGoodsController {
  constructor(private readonly shipGoods: ShipGoodsHandler) {}

  @Post(':campaignId/shipments')
  @Requires('programmes:run')
  @ApiOperation({ summary: 'Note goods that were collected' })
  @Answers(201, ShipmentView)
  @Refuses(campaignProblems.wrongState)
  collect(@Param('campaignId', Uuid) id: string, @Body() body: GoodsDto, @By() by: Caller): Promise<ShipmentView> {
    return this.shipGoods.collect(id, body, by);
  }

  @Get('shipments/:shipmentId')
  @Requires('programmes:read')
  @ApiOperation({ summary: 'One shipment: what was collected, sent and received' })
  @Answers(200, ShipmentView)
  show(@Param('shipmentId', Uuid) id: string, @By() by: Caller): Promise<ShipmentView> {
    return this.shipGoods.show(id, by);
  }

  @Post('shipments/:shipmentId/dispatch')
  @Requires('programmes:run')
  @ApiOperation({ summary: 'Note that they were sent' })
  @Answers(201, ShipmentView)
  @Refuses(shipmentProblems.wrongState, shipmentProblems.moreThanCollected)
  send(@Param('shipmentId', Uuid) id: string, @Body() body: WaybillDto, @By() by: Caller): Promise<ShipmentView> {
    return this.shipGoods.send(id, body, by);
  }

  @Post('shipments/:shipmentId/receipt')
  @Requires('programmes:run')
  @ApiOperation({ summary: 'Note what the other side received' })
  @Answers(201, ShipmentView)
  @Refuses(shipmentProblems.wrongState, shipmentProblems.moreThanSent)
  receive(@Param('shipmentId', Uuid) id: string, @Body() body: ReceiptDto, @By() by: Caller): Promise<ShipmentView> {
    return this.shipGoods.receive(id, body, by);
  }
}
