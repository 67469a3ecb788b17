import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { Webhook } from '../webhook.entity.js';

@Injectable()
export class DeleteWebhookHandler {
  constructor(private readonly db: Database) {}

  handle(id: string, { communityId }: Caller): Promise<void> {
    return this.db.withTransaction(async (tx) => {
      await tx.lock(Webhook, { id, communityId });
      await tx.manager.delete(Webhook, { id });
    });
  }
}
