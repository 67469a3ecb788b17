import { fromJson, toJson, type JsonValue, type Message } from '@bufbuild/protobuf';
import { communityOf, eventTypeOf, findEventType, keyOf, type EventType } from '@huying/contracts';
import { Kafka as KafkaBinding, type KafkaMessage } from 'cloudevents';
import { Temporal } from 'temporal-polyfill';
import { validate as isUuid } from 'uuid';

/** What is known of an event beside its contents. */
export interface Envelope {
  /** UUIDv7, the same however often the event is delivered. */
  readonly id: string;
  /** `huying.request.v1.NeedPublished` */
  readonly type: string;
  /** `/services/request` */
  readonly source: string;
  /** Id of the aggregate, and key of the record. */
  readonly subject: string;
  readonly communityId: string;
  readonly time: Temporal.Instant;
  /** The published name, without the prefix of this Kafka. */
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
}

/** An event as it travels: a CloudEvent in Kafka's binary mode. */
export interface EventRecord {
  readonly key: string;
  readonly headers: Record<string, string>;
  readonly value: string;
}

/** A record that is no event of the published language in the form agreed upon: it will be no better next time. */
export class UndecodableEventError extends Error {
  readonly code = 'undecodable-event';
}

/** What the relay needs to store of one event. */
export interface EventToSend extends EventRecord {
  readonly id: string;
  readonly type: string;
  readonly topic: string;
}

/** What the headers of an event say. */
export interface EventAttributes {
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly subject: string;
  /** RFC 3339. */
  readonly time: string;
  readonly communityId: string;
}

/** The schema of an event's data: the message of the published language. */
export const dataschemaOf = (type: string): string => `urn:huying:proto:${type}`;

/**
 * A CloudEvent's headers in Kafka's binary mode, which has no `ce_datacontenttype`: the content type is the header `content-type`.
 * Written by hand: the library takes three times as long, with every event that is emitted. A test compares the two.
 */
export const cloudEventHeaders = (event: EventAttributes): Record<string, string> => ({
  'content-type': 'application/json',
  ce_id: event.id,
  ce_time: event.time,
  ce_type: event.type,
  ce_source: event.source,
  ce_specversion: '1.0',
  ce_subject: event.subject,
  ce_dataschema: dataschemaOf(event.type),
  ce_communityid: event.communityId,
});

/**
 * The record of an event.
 * @throws NotAnEventError if it is no event, or its key or community is empty
 */
export function toEventRecord(
  event: Message,
  about: { id: string; service: string; time: Date; tracing?: Readonly<Record<string, string>> },
): EventToSend {
  const type = eventTypeOf(event);
  const key = keyOf(event);
  const headers = cloudEventHeaders({
    id: about.id,
    type: type.name,
    source: `/services/${about.service}`,
    subject: key,
    time: about.time.toISOString(),
    communityId: communityOf(event),
  });
  return {
    id: about.id,
    type: type.name,
    topic: type.topic.name,
    key,
    headers: { ...headers, ...about.tracing },
    value: JSON.stringify(toJson(type.schema, event)),
  };
}

type RawHeaders = Readonly<Record<string, Buffer | string | (Buffer | string)[] | undefined>>;

/** Kafka's header buffers as text; undefined ones are dropped, of repeated ones the first counts. */
export function textHeaders(headers: RawHeaders | undefined): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers ?? {})) {
    const first = Array.isArray(value) ? value[0] : value;
    if (first !== undefined) texts[name] = first.toString();
  }
  return texts;
}

/** A record as Kafka hands it over. */
export interface ReceivedRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers?: RawHeaders;
}

/** The type that a record says it is of, without reading more of it; undefined if it says none. */
export function typeNameOf(record: ReceivedRecord): string | undefined {
  const type = record.headers?.ce_type;
  return type === undefined ? undefined : textHeaders({ type }).type;
}

/** What a record says of its event, not yet checked. */
interface Attributes {
  readonly id?: unknown;
  readonly type?: string | undefined;
  readonly source?: string | undefined;
  readonly subject?: string | undefined;
  readonly time?: string | undefined;
  readonly communityid?: unknown;
  readonly data?: unknown;
}

const CLOUD_EVENTS = 'application/cloudevents';

/** Of binary mode what headers say, read by hand as it is written; other modes by the library. */
function readCloudEvent(record: ReceivedRecord, headers: Record<string, string>): Attributes {
  if (record.value === null) throw new UndecodableEventError('The record has no value.');
  const contentType = headers['content-type'] ?? 'application/json';
  const read = contentType.startsWith(CLOUD_EVENTS) ? readByLibrary : readBinary;
  try {
    return read(record, record.value.toString(), headers, contentType);
  } catch (cause) {
    if (cause instanceof UndecodableEventError) throw cause;
    // The parsers quote what they choke on, which may be personal data: only the cause carries it.
    throw new UndecodableEventError('The record is not a CloudEvent with a JSON value.', { cause });
  }
}

function readBinary(
  _: ReceivedRecord,
  value: string,
  headers: Record<string, string>,
  contentType: string,
): Attributes {
  if (!contentType.startsWith('application/json')) throw new UndecodableEventError('The value is not JSON.');
  const { ce_id: id, ce_type: type, ce_source: source, ce_subject: subject, ce_time: time } = headers;
  return { id, type, source, subject, time, communityid: headers.ce_communityid, data: JSON.parse(value) as unknown };
}

function readByLibrary({ key }: ReceivedRecord, value: string, headers: Record<string, string>): Attributes {
  const message: KafkaMessage<string> = { headers, key: key?.toString() ?? '', value, body: undefined };
  const read = KafkaBinding.toEvent<unknown>(message);
  if (Array.isArray(read)) throw new UndecodableEventError('The record is a batch of CloudEvents, not one.');
  return read;
}

/**
 * The envelope of a record, and its data as JSON.
 * @throws UndecodableEventError
 */
export function readEnvelope(record: ReceivedRecord): {
  envelope: Envelope;
  headers: Record<string, string>;
  data: JsonValue;
} {
  const headers = textHeaders(record.headers);
  const { id, type, source, subject, time, data, communityid } = readCloudEvent(record, headers);
  if (typeof id !== 'string' || !isUuid(id)) throw new UndecodableEventError('The id of the event is not a UUID.');
  if (!type || !source || !time) throw new UndecodableEventError('The event has no type, source or time.');
  return {
    envelope: {
      // As PostgreSQL writes it, since ids are compared with what the inbox returns.
      id: id.toLowerCase(),
      type,
      source,
      subject: subject ?? record.key?.toString() ?? '',
      communityId: typeof communityid === 'string' ? communityid : '',
      time: instantOf(time),
      topic: record.topic,
      partition: record.partition,
      offset: record.offset,
    },
    headers,
    data: data as JsonValue,
  };
}

function instantOf(time: string): Temporal.Instant {
  try {
    return Temporal.Instant.from(time);
  } catch (cause) {
    throw new UndecodableEventError('The time of the event is none.', { cause });
  }
}

/**
 * The event that data of that type stands for. Fields that this version does not know are skipped.
 * @throws UndecodableEventError
 */
export function readEvent(type: EventType, data: JsonValue): Message {
  try {
    return fromJson(type.schema, data, { ignoreUnknownFields: true });
  } catch (cause) {
    throw new UndecodableEventError(`The value is not a ${type.name}.`, { cause });
  }
}

/** Like `readEvent` by the type's name; undefined if the type is not known. @throws UndecodableEventError */
export function readKnownEvent(typeName: string, data: JsonValue): Message | undefined {
  const type = findEventType(typeName);
  return type && readEvent(type, data);
}
