import { Relay } from '@huying/events';
import { Kafka, logLevel, Partitioners, type Message } from 'kafkajs';
import { emitMany, quiet, SERVICE, until, type EventsBed } from './events-bed.js';
import { median, secondsOf } from './statistics.js';

/** How fast the relay is, beside kafkajs alone with the same records. */
export interface RelayFigures {
  readonly relayPerSecond: number;
  readonly plainPerSecond: number;
  readonly ratio: number;
}

const BATCH = 1_000;

interface OutboxRecord {
  readonly topic: string;
  readonly key: string;
  readonly headers: Record<string, string>;
  readonly value: string;
}

/** Relays a full outbox, then sends the same records with plain `producer.send` batches, several times by turns. */
export async function measureRelay(bed: EventsBed, events: number, rounds: number): Promise<RelayFigures> {
  const { dataSource } = bed.database;
  const relayed: number[] = [];
  const plain: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    await dataSource.query('TRUNCATE outbox');
    await emitMany(bed.database, events);
    const relaySeconds = await secondsOf(async () => {
      const relay = new Relay({ service: SERVICE, dataSource, kafka: bed.kafka, logger: quiet });
      relay.start();
      await until(async () => {
        const rows: unknown[] = await dataSource.query('SELECT 1 FROM outbox WHERE sent_at IS NULL LIMIT 1');
        return rows.length === 0;
      });
      await relay.stop();
    });
    const records: OutboxRecord[] = await dataSource.query(
      'SELECT topic, key, headers, value FROM outbox ORDER BY position',
    );
    const plainSeconds = await secondsOf(() => sendPlainly(bed, records));
    // The first round warms up.
    if (round === 0) continue;
    relayed.push(events / relaySeconds);
    plain.push(events / plainSeconds);
  }
  const [relayPerSecond, plainPerSecond] = [median(relayed), median(plain)];
  return { relayPerSecond, plainPerSecond, ratio: relayPerSecond / plainPerSecond };
}

async function sendPlainly({ kafka }: EventsBed, records: readonly OutboxRecord[]): Promise<void> {
  const client = new Kafka({ brokers: kafka.brokers, clientId: 'plain', logLevel: logLevel.NOTHING });
  const producer = client.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  for (let start = 0; start < records.length; start += BATCH) {
    const batch = records.slice(start, start + BATCH);
    const messages: Message[] = batch.map(({ key, headers, value }) => ({ key, headers, value }));
    await producer.send({ topic: `${kafka.topicPrefix ?? ''}${batch[0]?.topic}`, messages, acks: -1 });
  }
  await producer.disconnect();
}
