import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { Clock } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';
import { wakeCouriers } from '../delivery-queue.js';
import { newDelivery } from '../new-delivery.js';
import { TEST_TYPE } from '../test-event.js';
import { Webhook } from '../webhook.entity.js';
import { deliveryView, type DeliveryView } from '../webhook.view.js';
import { webhookProblems } from '../webhooks.problems.js';

@Injectable()
export class SendTestHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** @throws webhook-ended */
  handle(id: string, { communityId }: Caller): Promise<DeliveryView> {
    return this.db.withTransaction(async (tx) => {
      const { state } = await tx.lock(Webhook, { id, communityId });
      if (state === 'ended') throw webhookProblems.ended();
      // A subject of its own: a test stands in no line.
      const eventId = uuidv7();
      const event = { id: eventId, type: TEST_TYPE, subject: eventId, sequence: null };
      const delivery = newDelivery(tx, { webhookId: id, kind: 'test', event, now: this.clock.now() });
      await tx.save(delivery);
      await wakeCouriers(tx);
      return deliveryView(delivery);
    });
  }
}
