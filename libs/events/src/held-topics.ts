import type { CarefulProducer } from './careful-producer.js';
import { describe } from './faults.js';
import type { EventsLogger } from './logger.js';
import type { OutboxRow, RelaySession } from './relay-session.js';

const RETRY_MS = 2_000;
const PROBE = 200;

/**
 * Topics that Kafka refuses, because they are missing or forbidden. Their events wait in the outbox; they are tried again
 * apart from the others, so that nobody else waits for the answer.
 */
export class HeldTopics {
  private readonly retryAt = new Map<string, number>();
  private probing: Promise<void> = Promise.resolve();

  constructor(
    private readonly producer: CarefulProducer,
    private readonly mark: (session: RelaySession, rows: readonly OutboxRow[]) => Promise<void>,
    private readonly logger: EventsLogger,
  ) {}

  get names(): string[] {
    return [...this.retryAt.keys()];
  }

  hold(topic: string, error: unknown): void {
    if (!this.retryAt.has(topic)) {
      this.logger.error({ topic, ...describe(error) }, 'Kafka refuses the events of a topic; they wait in the outbox.');
    }
    this.retryAt.set(topic, Date.now() + RETRY_MS);
  }

  /** Tries the topics that are due, in the background. Only it sends their events, so their order holds. */
  retryDue(session: RelaySession): void {
    for (const [topic, at] of this.retryAt) {
      if (at > Date.now()) continue;
      this.retryAt.set(topic, Infinity);
      this.probing = this.probing.then(() => this.probe(session, topic));
    }
  }

  /** Resolves when no try is under way. */
  async settled(): Promise<void> {
    await this.probing;
    await this.producer.close();
  }

  private async probe(session: RelaySession, topic: string): Promise<void> {
    try {
      const rows = await session.unsentOf(topic, PROBE);
      if (rows.length > 0) await this.producer.send(rows);
      await this.mark(session, rows);
      this.retryAt.delete(topic);
      this.logger.info({ topic }, 'Kafka takes the events of this topic again.');
    } catch (error) {
      this.hold(topic, error);
    }
  }
}
