import { isMessage, type DescMessage, type Message, type MessageShape } from '@bufbuild/protobuf';
import { EventReader, toEventRecord, type KafkaOptions, type ReadEvent } from '@huying/events';
import { Kafka, logLevel, type Producer } from 'kafkajs';
import { v7 as uuidv7 } from 'uuid';
import { eventually } from './eventually.js';

/** Kafka as the neighbours of a service under test use it: they deliver events and read those it emits. */
export class TestKafka {
  private readonly seen: ReadEvent[] = [];

  private constructor(
    private readonly options: KafkaOptions,
    private readonly producer: Producer,
  ) {}

  static async connect(options: KafkaOptions): Promise<TestKafka> {
    const kafka = new Kafka({ brokers: options.brokers, clientId: 'tests', logLevel: logLevel.NOTHING });
    const producer = kafka.producer({ allowAutoTopicCreation: false });
    await producer.connect();
    const connected = new TestKafka(options, producer);
    await connected.reader.start();
    return connected;
  }

  private readonly reader: EventReader = this.createReader();

  /** Delivers events as their publishers would, in this order. Returns their ids. */
  async deliver(...events: Message[]): Promise<string[]> {
    const ids: string[] = [];
    for (const event of events) {
      const service = event.$typeName.split('.')[1] ?? '';
      const record = toEventRecord(event, { id: uuidv7(), service, time: new Date() });
      ids.push(record.id);
      const { key, value, headers } = record;
      await this.producer.send({
        topic: `${this.options.topicPrefix ?? ''}${record.topic}`,
        messages: [{ key, value, headers }],
      });
    }
    return ids;
  }

  /** Everything of that type that has been read so far, in order; of one aggregate if a subject is given. */
  emitted<Desc extends DescMessage>(schema: Desc, subject?: string): MessageShape<Desc>[] {
    return this.seen
      .filter(({ envelope }) => subject === undefined || envelope.subject === subject)
      .map(({ event }) => event)
      .filter((event): event is MessageShape<Desc> => event !== undefined && isMessage(event, schema));
  }

  /** Waits for at least that many. */
  awaitEmitted<Desc extends DescMessage>(schema: Desc, subject?: string, atLeast = 1): Promise<MessageShape<Desc>[]> {
    return eventually(() => {
      const events = this.emitted(schema, subject);
      if (events.length < atLeast) {
        throw new Error(`Waited for ${atLeast} ${schema.typeName}, saw ${events.length}.`);
      }
      return events;
    });
  }

  async close(): Promise<void> {
    await this.reader.stop();
    await this.producer.disconnect();
  }

  private createReader(): EventReader {
    return new EventReader({
      kafka: this.options,
      from: 'beginning',
      onEvent: (event) => void this.seen.push(event),
    });
  }
}
