import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Database } from '@huying/database';
import { Clock } from '@huying/http';
import { cloudEventView } from '../feed/cloud-event.view.js';
import { DistrictEvent } from '../feed/district-event.entity.js';
import { FeedNews } from '../feed/feed-news.js';
import { DeliveryQueue, type Leased } from './delivery-queue.js';
import { Sender, type Outcome } from './sender.js';
import { secretsAt, signatureHeaders } from './signing.js';
import { testEvent } from './test-event.js';
import { WebhookMetrics } from './webhook-metrics.js';
import { Webhook } from './webhook.entity.js';

/** How often it is looked whether something is due again; what is new is told at once. */
const LOOK_EVERY_MS = 1_000;
/** After an error of the database. */
const REST_MS = 2_000;

/** Takes what is due to its receivers. None waits for another: an attempt has slots of its own webhook only. */
@Injectable()
export class Courier implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('webhooks');
  private readonly gone = new AbortController();
  private readonly underWay = new Set<Promise<void>>();
  private slotFreed = new AbortController();
  private complained = false;
  private round: Promise<void> = Promise.resolve();

  constructor(
    private readonly db: Database,
    private readonly queue: DeliveryQueue,
    private readonly sender: Sender,
    private readonly news: FeedNews,
    private readonly clock: Clock,
    private readonly metrics: WebhookMetrics,
  ) {}

  onApplicationBootstrap(): void {
    this.round = this.goRound();
  }

  /** Attempts under way are broken off and given back: another process, or this one when it is back, makes them again. */
  async onModuleDestroy(): Promise<void> {
    this.gone.abort();
    await this.round;
    await Promise.all(this.underWay);
    await this.sender.close();
  }

  private async goRound(): Promise<void> {
    while (!this.gone.signal.aborted) {
      this.slotFreed = new AbortController();
      const turn = this.news.turn();
      const wake = AbortSignal.any([this.gone.signal, this.slotFreed.signal]);
      try {
        const filled = await this.queue.fill();
        const leased = await this.queue.lease();
        this.complained = false;
        for (const one of leased) this.begin(one);
        if (!filled && leased.length === 0) await this.news.after(turn, LOOK_EVERY_MS, wake);
      } catch (error) {
        if (this.gone.signal.aborted) return;
        // A database that is away is said once, not at every look.
        if (!this.complained) this.logger.warn({ err: error }, 'Webhooks wait: what is due could not be read.');
        this.complained = true;
        await this.news.after(this.news.turn(), REST_MS, this.gone.signal);
      }
    }
  }

  private begin(leased: Leased): void {
    const attempt = this.attempt(leased)
      .catch(async (error: unknown) => {
        // The lease runs out by itself if it cannot be given back either.
        await this.queue.release(leased).catch(() => undefined);
        if (!this.gone.signal.aborted) {
          this.logger.warn({ err: error, delivery: leased.id }, 'An attempt has no outcome; it is made again.');
        }
      })
      .finally(() => {
        this.underWay.delete(attempt);
        this.slotFreed.abort();
      });
    this.underWay.add(attempt);
  }

  private async attempt(leased: Leased): Promise<void> {
    const { webhookId, eventId } = leased;
    const webhook = await this.db.read.findOneByOrFail(Webhook, { id: webhookId });
    const body = await this.bodyOf(leased, webhook);
    let outcome: Outcome = { status: null, error: 'event-forgotten', milliseconds: 0 };
    if (body !== undefined) {
      const now = this.clock.now();
      const headers = { ...signatureHeaders(secretsAt(webhook, now), { id: eventId, body, now }), ...fixedHeaders };
      outcome = await this.sender.post(webhook.url, headers, body, this.gone.signal);
    }
    const consequence = await this.queue.settle(leased, outcome);
    this.metrics.settled(consequence);
    if (consequence === 'webhook-disabled' || consequence === 'webhook-ended') {
      const { error, status } = outcome;
      this.logger.warn({ webhook: webhookId, error, status }, `A ${consequence.replace('-', ' was ')}.`);
    }
  }

  private async bodyOf({ eventId, sequence }: Leased, webhook: Webhook): Promise<string | undefined> {
    if (sequence === null) return JSON.stringify(testEvent(eventId, webhook, this.clock.now()));
    const event = await this.db.read.findOneBy(DistrictEvent, { sequence });
    return event ? JSON.stringify(cloudEventView(event)) : undefined;
  }
}

const fixedHeaders = {
  'content-type': 'application/cloudevents+json; charset=utf-8',
  'user-agent': 'Huying-Webhooks/1',
};
