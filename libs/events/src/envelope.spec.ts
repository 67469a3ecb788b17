import { toJson } from '@bufbuild/protobuf';
import { describe, expect, it } from '@jest/globals';
import { eventTypes, NeedFilledSchema } from '@huying/contracts';
import { CloudEvent, Kafka as KafkaBinding, type KafkaMessage } from 'cloudevents';
import fc from 'fast-check';
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { goldenDirectory, messageExample, writeMissingGolden } from './cli/golden.js';
import {
  readEnvelope,
  readEvent,
  toEventRecord,
  UndecodableEventError,
  type EventRecord,
  type ReceivedRecord,
} from './envelope.js';
import { needFilled } from './test-support.js';

function received({ key, headers, value }: EventRecord): ReceivedRecord {
  const buffers = Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)]));
  return {
    topic: 'huying.request.needs.v1',
    partition: 3,
    offset: '42',
    key: Buffer.from(key),
    value: Buffer.from(value),
    headers: buffers,
  };
}

const about = () => ({ id: uuidv7(), service: 'request', time: new Date('2026-05-04T01:02:03.456Z') });

describe('the envelope of an event', () => {
  it('is CloudEvents 1.0 in binary mode, with the key and the community', () => {
    const record = toEventRecord(needFilled('n-1', 3), {
      ...about(),
      id: '019df05a-6480-7192-87ec-f2ae377d38dd',
      tracing: { traceparent: 't' },
    });
    expect(record).toEqual({
      id: '019df05a-6480-7192-87ec-f2ae377d38dd',
      type: 'huying.request.v1.NeedFilled',
      topic: 'huying.request.needs.v1',
      key: 'n-1',
      headers: {
        'content-type': 'application/json',
        ce_specversion: '1.0',
        ce_id: '019df05a-6480-7192-87ec-f2ae377d38dd',
        ce_type: 'huying.request.v1.NeedFilled',
        ce_source: '/services/request',
        ce_time: '2026-05-04T01:02:03.456Z',
        ce_subject: 'n-1',
        ce_dataschema: 'urn:huying:proto:huying.request.v1.NeedFilled',
        ce_communityid: 'xishan',
        traceparent: 't',
      },
      value: '{"needId":"n-1","communityId":"xishan","places":3,"filledAt":"2023-11-14T22:13:20Z"}',
    });
  });

  it('comes out as it went in, whatever the texts are', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1 });
    fc.assert(
      fc.property(text, fc.nat(), (needId, places) => {
        const event = needFilled(needId, places);
        const { envelope, data } = readEnvelope(received(toEventRecord(event, about())));
        expect(envelope).toMatchObject({
          subject: needId,
          source: '/services/request',
          communityId: 'xishan',
          partition: 3,
          offset: '42',
        });
        expect(envelope.time.epochMilliseconds).toBe(Date.parse('2026-05-04T01:02:03.456Z'));
        expect(readEvent(typeOf('huying.request.v1.NeedFilled'), data)).toEqual(event);
      }),
    );
  });

  it('is what the CloudEvents library makes of it, to a header', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1 });
    const services = fc.constantFrom('request', 'claim');
    const times = fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-12-31') });
    fc.assert(
      fc.property(text, services, times, (needId, service, time) => {
        const { id, headers, value } = toEventRecord(needFilled(needId, 3), { ...about(), service, time });
        const cloudEvent = new CloudEvent({
          ...{ id, type: 'huying.request.v1.NeedFilled', source: `/services/${service}`, time: time.toISOString() },
          ...{ subject: needId, dataschema: 'urn:huying:proto:huying.request.v1.NeedFilled', communityid: 'xishan' },
          ...{ datacontenttype: 'application/json', data: JSON.parse(value) as unknown },
        });
        const { ce_datacontenttype: _, ...expected } = KafkaBinding.binary(cloudEvent).headers;
        expect(headers).toEqual(expected);
        const message: KafkaMessage<string> = { headers, value, key: needId, body: undefined };
        expect((KafkaBinding.toEvent(message) as CloudEvent<unknown>).data).toEqual(JSON.parse(value));
      }),
    );
  });

  it('is also read from structured mode, in which the whole event is the value', () => {
    const { headers, value } = toEventRecord(needFilled('n-1', 3), about());
    const attributes = Object.fromEntries(
      Object.entries(headers).map(([name, entry]) => [name.replace(/^ce_/, ''), entry]),
    );
    const structured = JSON.stringify({
      ...attributes,
      datacontenttype: 'application/json',
      data: JSON.parse(value) as unknown,
    });
    const record = received({
      key: 'n-1',
      headers: { 'content-type': 'application/cloudevents+json' },
      value: structured,
    });
    const { envelope, data } = readEnvelope(record);
    expect(envelope.id).toBe(headers.ce_id);
    expect(readEvent(typeOf(envelope.type), data)).toEqual(needFilled('n-1', 3));
  });

  it('reads an id as PostgreSQL writes it', () => {
    const id = uuidv7();
    const record = toEventRecord(needFilled('n-1', 3), { ...about(), id: id.toUpperCase() });
    expect(readEnvelope(received(record)).envelope.id).toBe(id);
  });

  const good = toEventRecord(needFilled('n-1', 3), about());
  it.each<[string, Partial<ReceivedRecord>]>([
    ['no value', { value: null }],
    ['no headers', { headers: undefined }],
    ['text for a value', { value: Buffer.from('hello') }],
    ['half a value', { value: Buffer.from('{"needId":') }],
    ['an id that is no UUID', { headers: { ...good.headers, ce_id: '1' } }],
    ['no id', { headers: { ...good.headers, ce_id: undefined } }],
    ['no type', { headers: { ...good.headers, ce_type: '' } }],
    ['a time that is none', { headers: { ...good.headers, ce_time: 'yesterday' } }],
    ['a value that says it is no JSON', { headers: { ...good.headers, 'content-type': 'text/xml' } }],
    ['a batch', { headers: { 'content-type': 'application/cloudevents-batch+json' }, value: Buffer.from('[]') }],
  ])('refuses %s', (_, change) => {
    expect(() => readEnvelope({ ...received(good), ...change })).toThrow(UndecodableEventError);
  });

  it('never quotes what it cannot read', () => {
    const record = { ...received(good), value: Buffer.from('{"phone":"13800001111",') };
    expect(() => readEnvelope(record)).toThrow(/^(?!.*1380).*$/);
    expect(() => readEvent(typeOf(NeedFilledSchema.typeName), { places: '王奶奶' })).toThrow(/^(?!.*王).*$/);
  });
});

describe('golden examples', () => {
  it('are read as consumers read them', async () => {
    for (const file of await readdir(goldenDirectory)) {
      const golden = JSON.parse(await readFile(join(goldenDirectory, file), 'utf8')) as Omit<EventRecord, 'value'> & {
        value: object;
      };
      const { envelope, data } = readEnvelope(received({ ...golden, value: JSON.stringify(golden.value) }));
      const type = typeOf(envelope.type);
      expect(toJson(type.schema, readEvent(type, data))).toEqual(golden.value);
      expect(envelope.subject).toBe(golden.key);
    }
  });

  it('are written for types and fields that have none, and never changed', async () => {
    const directory = `${await mkdtemp(join(tmpdir(), 'huying-golden-'))}/`;
    expect(await writeMissingGolden(directory)).toHaveLength(eventTypes.length);
    expect(await writeMissingGolden(directory)).toEqual([]);
    const old = { key: 'n', headers: {}, value: { ...messageExample(NeedFilledSchema), filledAt: undefined } };
    await writeFile(`${directory}huying.request.v1.NeedFilled.json`, JSON.stringify(old));
    expect(await writeMissingGolden(directory)).toEqual(['huying.request.v1.NeedFilled.2.json']);
    expect(JSON.parse(await readFile(`${directory}huying.request.v1.NeedFilled.json`, 'utf8'))).toEqual(
      JSON.parse(JSON.stringify(old)),
    );
  });
});

function typeOf(name: string) {
  const type = eventTypes.find((candidate) => candidate.name === name);
  if (!type) throw new Error(`${name} is not an event type.`);
  return type;
}
