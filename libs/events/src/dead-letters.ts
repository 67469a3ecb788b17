import { deadLetterTopic, type Topic } from '@huying/contracts';
import type { CarefulProducer } from './careful-producer.js';
import type { ReceivedRecord } from './envelope.js';
import { describe } from './faults.js';

/** The headers that a dead letter has beside those of its origin. */
export const deadLetterHeaders = {
  service: 'dl_service',
  topic: 'dl_origin_topic',
  partition: 'dl_origin_partition',
  offset: 'dl_origin_offset',
  error: 'dl_error',
  code: 'dl_error_code',
  message: 'dl_error_message',
  failedAt: 'dl_failed_at',
  /** Only on the note that a dead letter was replayed: the offset of that dead letter. */
  replayed: 'dl_replayed_offset',
  /** Only on the note that somebody has dismissed a dead letter: its offset. */
  dismissed: 'dl_dismissed_offset',
} as const;

/** All texts in a JSON value, for taking them out of an error's message. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(textsIn);
  return [];
}

function textsOf(record: ReceivedRecord): string[] {
  try {
    return textsIn(JSON.parse(record.value?.toString() ?? 'null'));
  } catch {
    return [];
  }
}

/** Where a service puts what it cannot handle. */
export class DeadLetters {
  readonly topic: Topic;

  constructor(
    private readonly service: string,
    private readonly producer: CarefulProducer,
  ) {
    this.topic = deadLetterTopic(service);
  }

  /** Resolves when the record, its origin and the reason are safe on Kafka. The reason carries no values of the record. */
  async add(record: ReceivedRecord, reason: unknown): Promise<void> {
    const { error, code, message } = describe(reason, textsOf(record));
    const names = deadLetterHeaders;
    await this.producer.send([
      {
        topic: this.topic.name,
        key: record.key,
        value: record.value,
        headers: {
          ...record.headers,
          [names.service]: this.service,
          [names.topic]: record.topic,
          [names.partition]: String(record.partition),
          [names.offset]: record.offset,
          [names.error]: error,
          [names.code]: code,
          [names.message]: message,
          [names.failedAt]: new Date().toISOString(),
        },
      },
    ]);
  }
}
