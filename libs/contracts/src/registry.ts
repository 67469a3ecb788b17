import { getOption, hasOption, type DescField, type DescMessage, type Message } from '@bufbuild/protobuf';
import {
  event as eventOption,
  Personal,
  personal,
  topic as topicOption,
} from './generated/huying/options/v1/options_pb.js';
import { protoFiles } from './generated/index.js';

export { Personal };

/** A Kafka topic of the published language, as stated in its proto file. */
export interface Topic {
  readonly name: string;
  readonly partitions: number;
  readonly retentionDays: number;
  readonly summary: string;
}

/** What the platform knows of one event type, all of it from the proto file. */
export interface EventType {
  /** The CloudEvents type: `huying.request.v1.NeedPublished`. */
  readonly name: string;
  readonly schema: DescMessage;
  readonly topic: Topic;
  /** The field that holds the aggregate's id: key of the record, subject of the event. */
  readonly key: DescField;
  /** Whether the district feed carries it. */
  readonly district: boolean;
}

/** Thrown when a message is not an event of the published language: a mistake of the programmer, never of a user. */
export class NotAnEventError extends Error {
  readonly code = 'not-an-event';
  constructor(typeName: string, detail: string) {
    super(`${typeName} is not an event of the published language: ${detail}`);
  }
}

const eventTypesByName = new Map<string, EventType>();
const topicsByName = new Map<string, Topic>();

for (const file of protoFiles) {
  if (!hasOption(file, topicOption)) continue;
  const { name, partitions, retentionDays, summary } = getOption(file, topicOption);
  const topic: Topic = { name, partitions, retentionDays, summary };
  topicsByName.set(name, topic);
  for (const schema of file.messages) {
    if (!hasOption(schema, eventOption)) continue;
    const option = getOption(schema, eventOption);
    const key = schema.fields.find((field) => field.name === option.key);
    if (!key) throw new NotAnEventError(schema.typeName, `its key field "${option.key}" does not exist`);
    eventTypesByName.set(schema.typeName, { name: schema.typeName, schema, topic, key, district: option.district });
  }
}

/** All topics, in the order of their names. */
export const topics: readonly Topic[] = [...topicsByName.values()].sort((a, b) => a.name.localeCompare(b.name));

/** All event types, in the order of their names. */
export const eventTypes: readonly EventType[] = [...eventTypesByName.values()].sort((a, b) =>
  a.name.localeCompare(b.name),
);

/** The event type of that CloudEvents type, or undefined: consumers skip what they do not know. */
export function findEventType(name: string): EventType | undefined {
  return eventTypesByName.get(name);
}

/** The event type of a message. @throws NotAnEventError */
export function eventTypeOf(event: Message | DescMessage): EventType {
  const name = '$typeName' in event ? event.$typeName : event.typeName;
  const type = eventTypesByName.get(name);
  if (!type) throw new NotAnEventError(name, 'it has no (huying.options.v1.event) option');
  return type;
}

/** The service that publishes an event type: `request` for `huying.request.v1.NeedPublished`. */
export function publisherOf(type: EventType): string {
  return type.name.split('.')[1] ?? '';
}

/** The name of a type of events without its service and version: `NeedPublished`. */
export const shortNameOf = (name: string): string => name.split('.').at(-1) ?? name;

function stringField(event: Message, localName: string): string {
  const value = (event as unknown as Record<string, unknown>)[localName];
  if (typeof value !== 'string' || value === '') {
    throw new NotAnEventError(event.$typeName, `its field "${localName}" is empty`);
  }
  return value;
}

/** The id of the aggregate that the event is about. @throws NotAnEventError if the field is empty */
export function keyOf(event: Message): string {
  return stringField(event, eventTypeOf(event).key.localName);
}

/** The community that the event belongs to: every event carries it. @throws NotAnEventError if the field is empty */
export function communityOf(event: Message): string {
  return stringField(event, 'communityId');
}

/** What kind of personal data a field holds; unspecified: none. */
export function personalKindOf(field: DescField): Personal {
  return getOption(field, personal);
}

/** The dead-letter topic of a consuming service. */
export function deadLetterTopic(service: string): Topic {
  return {
    name: `huying.${service}.dead-letters.v1`,
    partitions: 1,
    retentionDays: 365,
    summary: `Messages that the ${service} service could not handle, with their origin and error.`,
  };
}

/** What district systems read: all events that the published language lets them see, without personal data. */
export const districtTopic: Topic = {
  name: 'huying.district.events.v1',
  partitions: 12,
  retentionDays: 90,
  summary:
    'Every event that a district may see, of all services, without personal data. The only topic a district needs.',
};

/** The types of the events on the district's topic. */
export const districtEventTypes: readonly EventType[] = eventTypes.filter(({ district }) => district);
