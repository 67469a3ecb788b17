import { setTimeout as pause } from 'node:timers/promises';
import { services } from '@huying/standalone';
import { Kafka, logLevel, type Admin } from 'kafkajs';
import type { PlatformBed } from './platform-bed.js';
import type { UsageReader } from './usage.js';

const LOOK_EVERY_MS = 500;
const LIMIT_MS = 1_800_000;

/** Waits until everything that was told has had its effect everywhere: outboxes are sent, groups have read, pools know. */
export async function settled(bed: PlatformBed, reader: UsageReader, say: (line: string) => void): Promise<void> {
  const brokers = bed.servers.environment.KAFKA_BROKERS.split(',');
  const admin = new Kafka({ brokers, logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    const deadline = Date.now() + LIMIT_MS;
    for (;;) {
      const left = (await unsent(reader)) + (await unread(admin)) + (await reader.count('claim', 'pool_changes'));
      if (left === 0) return;
      if (Date.now() > deadline)
        throw new Error(`After ${LIMIT_MS / 60_000} minutes ${left} effects are still to come.`);
      say(`${left} effects are still to come`);
      await pause(LOOK_EVERY_MS);
    }
  } finally {
    await admin.disconnect();
  }
}

async function unsent(reader: UsageReader): Promise<number> {
  const counts = await Promise.all(services.map(({ name }) => reader.count(name, 'outbox WHERE sent_at IS NULL')));
  return counts.reduce((sum, count) => sum + count, 0);
}

async function unread(admin: Admin): Promise<number> {
  let left = 0;
  const ends = new Map<string, number>();
  for (const { name } of services) {
    for (const { topic, partitions } of await admin.fetchOffsets({ groupId: `huying.${name}` })) {
      for (const { partition, offset } of partitions) {
        const key = `${topic}/${partition}`;
        if (!ends.has(key)) {
          for (const { partition: one, high } of await admin.fetchTopicOffsets(topic))
            ends.set(`${topic}/${one}`, Number(high));
        }
        left += Math.max(0, (ends.get(key) ?? 0) - Math.max(0, Number(offset)));
      }
    }
  }
  return left;
}
