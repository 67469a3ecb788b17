import type { Message } from '@bufbuild/protobuf';
import { toEventRecord } from '@huying/events';
import { Kafka, logLevel, type Producer } from 'kafkajs';
import { v7 as uuidv7 } from 'uuid';

/** The neighbours of the claim service, as far as it hears of them: their events on Kafka. What cannot be sent is sent later. */
export class Neighbours {
  private sending: Promise<unknown> = Promise.resolve();

  private constructor(private readonly producer: Producer) {}

  static async connect(brokers: string[]): Promise<Neighbours> {
    const kafka = new Kafka({ brokers, clientId: 'neighbours', logLevel: logLevel.NOTHING, retry: { retries: 3 } });
    const producer = kafka.producer({ allowAutoTopicCreation: false });
    await producer.connect();
    return new Neighbours(producer);
  }

  /** Sends events in this order, after those sent before; resolves when Kafka has them. */
  tell(...events: Message[]): Promise<void> {
    const sent = this.sending.then(() => this.send(events));
    this.sending = sent;
    return sent;
  }

  async close(): Promise<void> {
    await this.sending;
    await this.producer.disconnect();
  }

  private async send(events: readonly Message[]): Promise<void> {
    const topicMessages = new Map<string, { key: string; value: Buffer | string; headers: Record<string, string> }[]>();
    for (const event of events) {
      const service = event.$typeName.split('.')[1] ?? '';
      const { topic, key, value, headers } = toEventRecord(event, { id: uuidv7(), service, time: new Date() });
      topicMessages.set(topic, [...(topicMessages.get(topic) ?? []), { key, value, headers }] as never);
    }
    const batch = [...topicMessages].map(([topic, messages]) => ({ topic, messages }));
    for (;;) {
      try {
        await this.producer.sendBatch({ topicMessages: batch });
        return;
      } catch {
        // Kafka is away: part of what this run is about.
        await new Promise((resolve) => setTimeout(resolve, 300));
        await this.producer.connect().catch(() => undefined);
      }
    }
  }
}
