import type { Tx } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import { WebhookDelivery, type DeliveryKind } from './webhook.entity.js';

/** What is sent by hand. */
export interface ByHand {
  readonly webhookId: string;
  readonly kind: DeliveryKind;
  readonly event: Pick<WebhookDelivery, 'type' | 'subject' | 'sequence'> & { readonly id: string };
  readonly now: Temporal.Instant;
}

/** A delivery that is due at once, not yet stored. */
export function newDelivery(tx: Tx, { webhookId, kind, event, now }: ByHand): WebhookDelivery {
  const { id: eventId, type, subject, sequence } = event;
  return tx.create(WebhookDelivery, {
    ...{ id: uuidv7(), webhookId, kind, eventId, sequence, type, subject, state: 'waiting', attempts: 0 },
    ...{ createdAt: now, firstAttemptAt: null, dueAt: now, endedAt: null },
  });
}
