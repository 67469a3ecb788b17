import { readFileSync } from 'node:fs';
import { fromJson, type JsonValue } from '@bufbuild/protobuf';
import {
  districtEventTypes,
  districtTopic,
  publisherOf,
  shortNameOf,
  topics,
  type EventType,
  type Topic,
} from '@huying/contracts';
import { fittingTimes, forDistrict, idAt } from '@huying/district';
import { stringify } from 'yaml';
import { jsonSchemaOf, notesForDistricts, notesForServices, type Notes } from './json-schema.js';
import { eventTypesOf, type ProtoComments } from './published-language.js';

const channelId = (topic: string): string => topic.replaceAll('.', '-');
const messageId = ({ name }: EventType): string => shortNameOf(name);

const headers = {
  type: 'object',
  description: 'CloudEvents 1.0, Kafka binary mode',
  required: ['ce_specversion', 'ce_id', 'ce_type', 'ce_source', 'ce_time', 'ce_subject', 'ce_communityid'],
  properties: {
    ce_specversion: { type: 'string', const: '1.0' },
    ce_id: { type: 'string', format: 'uuid', description: 'UUIDv7; the same however often the event is delivered' },
    ce_type: { type: 'string' },
    ce_source: { type: 'string' },
    ce_time: { type: 'string', format: 'date-time' },
    ce_subject: { type: 'string', description: 'Id of the aggregate; also the key of the record' },
    ce_dataschema: { type: 'string' },
    ce_communityid: { type: 'string' },
    traceparent: { type: 'string', description: 'W3C Trace Context' },
  },
};

/** The AsyncAPI 3 document of the published language: what services tell each other. */
export function asyncApi(comments: ProtoComments): string {
  const info = {
    title: 'Huying events',
    description:
      'Facts in the past tense, as CloudEvents with ProtoJSON. Delivered at least once, in order per key; skip types that you do not know.',
  };
  return documentOf({ id: 'urn:huying:events', info }, topics, {
    typesOf: ({ name }) => eventTypesOf(name),
    messageOf: (type) => messageOf(type, comments, notesForServices(comments)),
  });
}

/** The AsyncAPI 3 document of the one topic that districts read: what is in it, and nothing that is not. */
export function districtAsyncApi(comments: ProtoComments): string {
  const head = {
    id: 'urn:huying:district',
    info: {
      title: 'Huying: events for districts',
      description:
        'What happens in the communities of a district, without personal data: people are pseudonyms that change with time, places are rounded to the block. Delivered at least once, in order per key; skip types that you do not know. The same by HTTP and by webhooks: see the API of the district service.',
    },
    servers: {
      kafka: {
        host: 'kafka.example.org:9093',
        protocol: 'kafka-secure',
        description: 'Whoever runs the platform says where, and gives you an account that reads this topic.',
        security: [{ $ref: '#/components/securitySchemes/account' }],
      },
    },
  };
  return documentOf(head, [districtTopic], {
    typesOf: () => districtEventTypes,
    messageOf: (type) => ({
      ...messageOf(type, comments, notesForDistricts(comments)),
      examples: [exampleForDistricts(type)],
    }),
    securitySchemes: { account: { type: 'scramSha512', description: 'Your name and password, over TLS.' } },
  });
}

/** A record as it was published, as a district sees it. */
function exampleForDistricts(type: EventType) {
  const file = new URL(`../../../libs/contracts/golden/${type.name}.json`, import.meta.url);
  const { headers, value } = JSON.parse(readFileSync(file, 'utf8')) as Golden;
  const { subject, data } = forDistrict(fromJson(type.schema, value), type, () => 'p-3xXbJ2Vw9nq0k7YtRz5dEA');
  const { time, data: payload } = fittingTimes(type.name, headers['ce_time'] ?? '', data);
  const ce_id = idAt(time, headers['ce_id'] ?? '');
  return { headers: { ...headers, ce_id, ce_time: time.toString(), ce_subject: subject }, payload };
}

interface Golden {
  readonly headers: Readonly<Record<string, string>>;
  readonly value: JsonValue;
}

interface Head {
  readonly id: string;
  readonly info: { readonly title: string; readonly description: string };
  readonly servers?: object;
}

interface Parts {
  readonly typesOf: (topic: Topic) => readonly EventType[];
  readonly messageOf: (type: EventType) => object;
  readonly securitySchemes?: object;
}

function documentOf({ info, ...head }: Head, on: readonly Topic[], parts: Parts): string {
  const { typesOf, messageOf: describe, ...components } = parts;
  const document = {
    asyncapi: '3.0.0',
    ...head,
    info: {
      ...info,
      version: '1.0.0',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(on.map((topic) => [channelId(topic.name), channelOf(topic, typesOf(topic))])),
    operations: Object.fromEntries(
      on.map((topic) => [`publish-${channelId(topic.name)}`, publishing(topic, typesOf(topic))]),
    ),
    components: {
      ...components,
      messages: Object.fromEntries(on.flatMap(typesOf).map((type) => [messageId(type), describe(type)])),
    },
  };
  return `# Generated from proto/ by npm run generate; do not edit.\n${stringify(document, { aliasDuplicateObjects: false, lineWidth: 120 })}`;
}

function channelOf({ name, summary, partitions, retentionDays }: Topic, types: readonly EventType[]) {
  const topicConfiguration = { 'cleanup.policy': ['delete'], 'retention.ms': retentionDays * 86_400_000 };
  return {
    address: name,
    description: summary,
    messages: Object.fromEntries(
      types.map((type) => [messageId(type), { $ref: `#/components/messages/${messageId(type)}` }]),
    ),
    bindings: { kafka: { partitions, topicConfiguration, bindingVersion: '0.5.0' } },
  };
}

function publishing({ name }: Topic, types: readonly EventType[]) {
  const channel = `#/channels/${channelId(name)}`;
  return {
    action: 'send',
    channel: { $ref: channel },
    summary: `Published by the ${name.split('.')[1]} service`,
    messages: types.map((type) => ({ $ref: `${channel}/messages/${messageId(type)}` })),
  };
}

function messageOf(type: EventType, comments: ProtoComments, notes: Notes) {
  return {
    name: type.name,
    title: messageId(type),
    summary: comments.ofMessage(type.name),
    contentType: 'application/json',
    tags: [{ name: publisherOf(type) }, ...(type.district ? [{ name: 'district' }] : [])],
    headers: { ...headers, properties: { ...headers.properties, ce_type: { type: 'string', const: type.name } } },
    payload: jsonSchemaOf(type.schema, notes),
    bindings: { kafka: { key: { type: 'string', description: type.key.name }, bindingVersion: '0.5.0' } },
  };
}
