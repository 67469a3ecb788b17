import { create, type Message } from '@bufbuild/protobuf';
import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { GoodsCollectedSchema, GoodsReceivedSchema, GoodsSentSchema, toTimestamp } from '@huying/contracts';
import { Database } from '@huying/database';
import { CommunityTime, type Deed, step } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';
import { ensureActsForId } from '../../organizations/acting.js';
import { shipmentLife } from '../campaign.js';
import { Campaign, Shipment } from '../programme.entity.js';
import { shipmentView, type ShipmentView } from '../programme.view.js';
import { campaignProblems } from '../programmes.problems.js';
import type { GoodsDto, ReceiptDto, WaybillDto } from './ship-goods.controller.js';

const told = ({ id, communityId, campaignId, programmeId, organizationId }: Shipment) => ({
  ...{ shipmentId: id, communityId },
  ...{ campaignId, programmeId, organizationId },
});

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
      const { state, programmeId, organizationId } = campaign;
      await ensureActsForId(tx.manager, by, organizationId, this.time.today());
      if (state !== 'running') throw campaignProblems.wrongState({ state });
      const shipment = tx.create(Shipment, {
        ...{ id: uuidv7(), communityId, state: 'collected', campaignId, programmeId, organizationId },
        ...{ goods, pieces, destination, waybill: '', piecesReceived: null, receipt: '', collectedAt: deed.now },
      });
      const collected = { ...told(shipment), goods, pieces, collectedBy: deed.by, collectedAt: toTimestamp(deed.now) };
      await step(tx, shipmentLife, shipment, create(GoodsCollectedSchema, collected), deed);
      return shipmentView(shipment);
    });
  }

  send(id: string, { waybill }: WaybillDto, by: Caller): Promise<ShipmentView> {
    return this.take(id, by, { waybill }, (shipment, deed) => {
      shipmentLife.ensure(shipment.state, GoodsSentSchema);
      const { destination, pieces } = shipment;
      const sent = { ...told(shipment), destination, pieces, waybill, sentBy: deed.by, sentAt: toTimestamp(deed.now) };
      return create(GoodsSentSchema, sent);
    });
  }

  receive(id: string, { pieces, receipt }: ReceiptDto, by: Caller): Promise<ShipmentView> {
    return this.take(id, by, { piecesReceived: pieces, receipt }, (shipment, deed) => {
      shipmentLife.ensure(shipment.state, GoodsReceivedSchema);
      const complete = pieces >= shipment.pieces;
      const received = { ...told(shipment), pieces, complete, recordedBy: deed.by, recordedAt: toTimestamp(deed.now) };
      return create(GoodsReceivedSchema, received);
    });
  }

  private take(
    id: string,
    by: Caller,
    change: Partial<Shipment>,
    decide: (shipment: Shipment, deed: Deed) => Message,
  ): Promise<ShipmentView> {
    const deed = { by: by.personId, now: this.time.now() };
    return this.db.withTransaction(async (tx) => {
      const shipment = await tx.lock(Shipment, { id, communityId: by.communityId });
      await ensureActsForId(tx.manager, by, shipment.organizationId, this.time.today());
      const event = decide(shipment, deed);
      await step(tx, shipmentLife, Object.assign(shipment, change), event, deed);
      return shipmentView(shipment);
    });
  }
}
