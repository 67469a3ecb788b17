import { districtTopic, Personal, personalKindOf, shortNameOf, topics, type EventType } from '@huying/contracts';
import { ScalarType, type DescField } from '@bufbuild/protobuf';
import { eventTypesOf, type ProtoComments } from './published-language.js';

const shortName = ({ name }: EventType): string => shortNameOf(name);
const anchor = (name: string): string => name.toLowerCase().replaceAll('.', '');

function typeOf(field: DescField): string {
  switch (field.fieldKind) {
    case 'scalar':
      return field.scalar === ScalarType.STRING ? 'text' : field.scalar === ScalarType.BOOL ? 'yes/no' : 'number';
    case 'enum':
      return field.enum.values
        .slice(1)
        .map(({ name }) => `\`${name}\``)
        .join(' ');
    case 'message':
      return field.message.typeName === 'google.protobuf.Timestamp' ? 'time' : field.message.name;
    case 'list':
      return `list of ${field.listKind === 'message' ? field.message.name : 'text'}`;
    case 'map':
      return 'map';
  }
}

function fieldRow(type: EventType, field: DescField, comments: ProtoComments): string {
  const kind = personalKindOf(field);
  const personal = kind === Personal.UNSPECIFIED ? '' : Personal[kind].toLowerCase();
  return `| \`${field.jsonName}\` | ${typeOf(field)} | ${personal} | ${comments.ofField(type.name, field.name)} |`;
}

function section(type: EventType, comments: ProtoComments): string {
  return [
    `### ${shortName(type)}`,
    '',
    `\`${type.name}\` · key \`${type.key.jsonName}\`${type.district ? ' · in the district feed' : ''} · [example](../../libs/contracts/golden/${type.name}.json)`,
    '',
    comments.ofMessage(type.name),
    '',
    '| field | type | personal | |',
    '| --- | --- | --- | --- |',
    ...type.schema.fields.map((field) => fieldRow(type, field, comments)),
    '',
  ].join('\n');
}

/** The events in a form for people: by topic, each with its fields and what of them is personal data. */
export function eventCatalogue(comments: ProtoComments): string {
  return [
    '<!-- Generated from proto/ by npm run generate; do not edit. -->',
    '',
    '# Events',
    '',
    'CloudEvents 1.0 in Kafka binary mode; the value is ProtoJSON. Delivered at least once, in order per key. Fields that',
    'hold their default (empty text, 0, no) are left out. Skip types and fields that you do not know. The same for',
    'machines: [asyncapi.yaml](asyncapi.yaml).',
    '',
    '| topic | partitions | kept | events |',
    '| --- | --- | --- | --- |',
    ...topics.map(({ name, partitions, retentionDays }) => {
      const links = eventTypesOf(name).map((type) => `[${shortName(type)}](#${anchor(shortName(type))})`);
      return `| \`${name}\` | ${partitions} | ${retentionDays} days | ${links.join(', ')} |`;
    }),
    '',
    `District systems read one more topic, \`${districtTopic.name}\` (${districtTopic.partitions} partitions, kept ${districtTopic.retentionDays} days):`,
    'every event below that is "in the district feed", under the same id and type. There ids of people are pseudonyms, places are',
    'rounded to the block, and everything else that is personal is missing.',
    '',
    ...topics.flatMap(({ name, summary }) => [
      `## ${name}`,
      '',
      summary,
      '',
      ...eventTypesOf(name).map((type) => section(type, comments)),
    ]),
  ].join('\n');
}
