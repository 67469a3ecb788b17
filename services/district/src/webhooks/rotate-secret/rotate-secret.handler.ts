import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { Clock } from '@huying/http';
import { newSecret } from '../signing.js';
import { Webhook } from '../webhook.entity.js';
import { webhookView, type NewWebhookView } from '../webhook.view.js';
import { webhookProblems } from '../webhooks.problems.js';
import type { RotationDto } from './rotate-secret.controller.js';

const OVERLAP_HOURS = 24;

@Injectable()
export class RotateSecretHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** Of a secret that is still being replaced nothing remains. @throws webhook-ended */
  handle(id: string, { overlapHours = OVERLAP_HOURS }: RotationDto, { communityId }: Caller): Promise<NewWebhookView> {
    return this.db.withTransaction(async (tx) => {
      const webhook = await tx.lock(Webhook, { id, communityId });
      if (webhook.state === 'ended') throw webhookProblems.ended();
      const overlaps = overlapHours > 0;
      webhook.previousSecret = overlaps ? webhook.secret : null;
      webhook.previousUntil = overlaps ? this.clock.now().add({ hours: overlapHours }) : null;
      webhook.secret = newSecret();
      await tx.save(webhook);
      return { ...webhookView(webhook), secret: webhook.secret };
    });
  }
}
