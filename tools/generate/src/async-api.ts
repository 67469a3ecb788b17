import {
  districtEventTypes,
  districtTopic,
  publisherOf,
  topics as serviceTopics,
  type EventType,
} from '@huying/contracts';
import { stringify } from 'yaml';
import { jsonSchemaOf } from './json-schema.js';
import { eventTypesOf, type ProtoComments } from './published-language.js';

const topics = [...serviceTopics, districtTopic];
const typesOn = (topic: string) => (topic === districtTopic.name ? districtEventTypes : eventTypesOf(topic));
const channelId = (topic: string): string => topic.replaceAll('.', '-');
const messageId = (type: EventType): string => type.name.split('.').at(-1) ?? type.name;

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

/** The AsyncAPI 3 document of the published language. */
export function asyncApi(comments: ProtoComments): string {
  const messages = serviceTopics.flatMap(({ name }) => eventTypesOf(name));
  const document = {
    asyncapi: '3.0.0',
    id: 'urn:huying:events',
    info: {
      title: 'Huying events',
      version: '1.0.0',
      description:
        'Facts in the past tense, as CloudEvents with ProtoJSON. Delivered at least once, in order per key; skip types that you do not know.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(
      topics.map((topic) => [
        channelId(topic.name),
        {
          address: topic.name,
          description: topic.summary,
          messages: Object.fromEntries(
            typesOn(topic.name).map((type) => [messageId(type), { $ref: `#/components/messages/${messageId(type)}` }]),
          ),
          bindings: {
            kafka: {
              partitions: topic.partitions,
              topicConfiguration: { 'cleanup.policy': ['delete'], 'retention.ms': topic.retentionDays * 86_400_000 },
              bindingVersion: '0.5.0',
            },
          },
        },
      ]),
    ),
    operations: Object.fromEntries(
      topics.map((topic) => [
        `publish-${channelId(topic.name)}`,
        {
          action: 'send',
          channel: { $ref: `#/channels/${channelId(topic.name)}` },
          summary: `Published by the ${topic.name.split('.')[1]} service`,
          messages: typesOn(topic.name).map((type) => ({
            $ref: `#/channels/${channelId(topic.name)}/messages/${messageId(type)}`,
          })),
        },
      ]),
    ),
    components: {
      messages: Object.fromEntries(messages.map((type) => [messageId(type), messageOf(type, comments)])),
    },
  };
  return `# Generated from proto/ by npm run generate; do not edit.\n${stringify(document, { aliasDuplicateObjects: false, lineWidth: 120 })}`;
}

function messageOf(type: EventType, comments: ProtoComments) {
  return {
    name: type.name,
    title: messageId(type),
    summary: comments.ofMessage(type.name),
    contentType: 'application/json',
    tags: [{ name: publisherOf(type) }, ...(type.district ? [{ name: 'district' }] : [])],
    headers: { ...headers, properties: { ...headers.properties, ce_type: { type: 'string', const: type.name } } },
    payload: jsonSchemaOf(type.schema, comments),
    bindings: { kafka: { key: { type: 'string', description: type.key.name }, bindingVersion: '0.5.0' } },
  };
}
