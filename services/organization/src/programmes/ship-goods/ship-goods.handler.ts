import type { Message } from '@bufbuild/protobuf';
import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, RowNotFoundError } from '@huying/database';
import { CommunityTime, type Deed, step } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';
import { ensureActsForId } from '../../organizations/acting.js';
import { collectGoods, receiveGoods, sendGoods, shipmentLife } from '../campaign.js';
import { Campaign, Shipment } from '../programme.entity.js';
import { shipmentView, type ShipmentView } from '../programme.view.js';
import type { GoodsDto, ReceiptDto, WaybillDto } from './ship-goods.controller.js';

@Injectable()
export class ShipGoodsHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  collect(campaignId: string, { goods, pieces, destination }: GoodsDto, by: Caller): Promise<ShipmentView> {
    const deed = { by: by.personId, now: this.time.now() };
    const { communityId } = by;
    return this.db.withTransaction(async (tx) => {
      const campaign = await tx.lock(Campaign, { id: campaignId, communityId });
      const { programmeId, organizationId } = campaign;
      await ensureActsForId(tx.manager, by, organizationId, this.time.today());
      const shipment = tx.create(Shipment, {
        ...{ id: uuidv7(), communityId, state: 'collected', campaignId, programmeId, organizationId },
        ...{ goods, pieces, destination, waybill: '', piecesSent: null, piecesReceived: null, receipt: '' },
        collectedAt: deed.now,
      });
      await step(tx, shipmentLife, shipment, collectGoods(shipment, { ...deed, campaign }), deed);
      return shipmentView(shipment);
    });
  }

  send(id: string, { waybill, pieces }: WaybillDto, by: Caller): Promise<ShipmentView> {
    return this.take(id, by, (shipment, deed) => {
      const sent = sendGoods(shipment, { ...deed, waybill, pieces: pieces ?? shipment.pieces });
      return [sent, { waybill, piecesSent: sent.pieces }];
    });
  }

  receive(id: string, { pieces, receipt }: ReceiptDto, by: Caller): Promise<ShipmentView> {
    return this.take(id, by, (shipment, deed) => [
      receiveGoods(shipment, { ...deed, pieces }),
      { piecesReceived: pieces, receipt },
    ]);
  }

  async show(id: string, { communityId }: Caller): Promise<ShipmentView> {
    const shipment = await this.db.read.findOneBy(Shipment, { id, communityId });
    if (!shipment) throw new RowNotFoundError('shipments');
    return shipmentView(shipment);
  }

  private take(
    id: string,
    by: Caller,
    decide: (shipment: Shipment, deed: Deed) => [event: Message, change: Partial<Shipment>],
  ): Promise<ShipmentView> {
    const deed = { by: by.personId, now: this.time.now() };
    return this.db.withTransaction(async (tx) => {
      const shipment = await tx.lock(Shipment, { id, communityId: by.communityId });
      await ensureActsForId(tx.manager, by, shipment.organizationId, this.time.today());
      const [event, change] = decide(shipment, deed);
      await step(tx, shipmentLife, Object.assign(shipment, change), event, deed);
      return shipmentView(shipment);
    });
  }
}
