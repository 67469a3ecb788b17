import { ScalarType, type DescField, type DescMessage, type JsonObject, type JsonValue } from '@bufbuild/protobuf';
import { eventTypes, type EventType } from '@huying/contracts';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { readEvent, toEventRecord } from '../envelope.js';

/** Where the golden examples are: each version of each event that was published, as a record on Kafka. */
export const goldenDirectory = fileURLToPath(new URL('../../../contracts/golden/', import.meta.url));

interface Golden {
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: JsonValue;
}

const TIMESTAMP = 'google.protobuf.Timestamp';
const START = Date.parse('2026-05-04T01:00:00Z');

/** Texts for fields whose meaning shows in an example. Nobody in them is real. */
const texts: Readonly<Record<string, string>> = {
  communityId: 'xishan',
  title: '陪同就医',
  description: '陪一位独居老人去人民医院复诊,上午出发,中午前回来。',
  text: '三号楼的电梯又坏了,老人下不了楼。',
  reason: '老人身体不适,改日再约。',
  organiser: '西山社区居民委员会',
  personInCharge: '社工小周',
  activity: '陪同就医',
  name: '西山志愿群',
  'Location.name': '居民会客厅',
  building: '3幢2单元',
  nameZh: '陪同就医',
  nameEn: 'Company to the doctor',
  category: '爱心民生',
  usuallyAnsweredBy: '志愿者',
  hometown: '330481',
  birthDate: '1990-05-04',
  catalogueItemCode: 'M-01',
  recurrence: 'FREQ=WEEKLY;BYDAY=SA',
  acceptedCode: 'M-01',
  code: 'M-01',
  skills: 'first-aid',
  dialects: 'wu-haining',
  consents: 'service-record',
};

/** A UUIDv7 that is always the same for the same name. */
function idOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `019df05a-6480-7${hex.slice(0, 3)}-8${hex.slice(3, 6)}-${hex.slice(6, 18)}`;
}

function scalarExample(field: DescField, scalar: ScalarType): JsonValue {
  const { localName, number } = field;
  switch (scalar) {
    case ScalarType.STRING:
      return (
        texts[`${field.parent.name}.${localName}`] ??
        texts[localName] ??
        (/(Id|Ids|By)$/.test(localName) ? idOf(localName) : /On$/.test(localName) ? '2027-01-31' : `${localName} 示例`)
      );
    case ScalarType.BOOL:
      return true;
    case ScalarType.DOUBLE:
    case ScalarType.FLOAT:
      return 0.75;
    case ScalarType.INT64:
    case ScalarType.UINT64:
    case ScalarType.SINT64:
    case ScalarType.FIXED64:
    case ScalarType.SFIXED64:
      return String(1_000 + number);
    case ScalarType.BYTES:
      return 'aHV5aW5n';
    default:
      return number;
  }
}

function valueExample(field: DescField): JsonValue {
  const { message, enum: enumeration, scalar } = field;
  if (message?.typeName === TIMESTAMP)
    return new Date(START + field.number * 3_600_000).toISOString().replace('.000', '');
  if (message) return messageExample(message);
  if (enumeration) return (enumeration.values[1] ?? enumeration.values[0])?.name ?? 0;
  return scalarExample(field, scalar ?? ScalarType.STRING);
}

/** A message with every field set, as ProtoJSON. */
export function messageExample(schema: DescMessage): JsonObject {
  return Object.fromEntries(
    schema.fields.map((field) => {
      if (field.fieldKind === 'map')
        throw new TypeError(`${schema.typeName}.${field.name}: there are no examples of maps yet.`);
      const value = valueExample(field);
      return [field.jsonName, field.fieldKind === 'list' ? [value] : value];
    }),
  );
}

/** The fields of a message, with those of the messages in it. */
function fieldPaths(schema: DescMessage, prefix = ''): string[] {
  return schema.fields.flatMap((field) => {
    const path = `${prefix}${field.jsonName}`;
    const below = field.message && field.message.typeName !== TIMESTAMP ? fieldPaths(field.message, `${path}.`) : [];
    return [path, ...below];
  });
}

function pathsIn(value: JsonValue, prefix = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((entry) => pathsIn(entry, prefix));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, entry]) => [`${prefix}${name}`, ...pathsIn(entry, `${prefix}${name}.`)]);
}

function goldenOf(type: EventType): Golden {
  const event = readEvent(type, messageExample(type.schema));
  const { key, headers, value } = toEventRecord(event, {
    id: idOf(type.name),
    service: type.name.split('.')[1] ?? '',
    time: new Date(START),
    tracing: { traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' },
  });
  return { key, headers, value: JSON.parse(value) as JsonValue };
}

/**
 * Writes an example of every event type that has none in which all of its present fields occur, and returns the new files.
 * What is there stays as it is: it was published, and must be readable for ever.
 */
export async function writeMissingGolden(directory: string = goldenDirectory): Promise<string[]> {
  await mkdir(directory, { recursive: true });
  const files = await readdir(directory);
  const written: string[] = [];
  for (const type of eventTypes) {
    const own = files.filter((file) => file.startsWith(`${type.name}.`));
    const examples = await Promise.all(
      own.map(async (file) => JSON.parse(await readFile(`${directory}${file}`, 'utf8')) as Golden),
    );
    const covered = new Set(examples.flatMap(({ value }) => pathsIn(value)));
    if (own.length > 0 && fieldPaths(type.schema).every((path) => covered.has(path))) continue;
    const file = own.length === 0 ? `${type.name}.json` : `${type.name}.${own.length + 1}.json`;
    // "wx": never over one that is there.
    await writeFile(`${directory}${file}`, `${JSON.stringify(goldenOf(type), null, 2)}\n`, { flag: 'wx' });
    written.push(file);
  }
  return written;
}
