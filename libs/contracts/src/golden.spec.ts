import { fromJson, toJson, type JsonValue } from '@bufbuild/protobuf';
import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { communityOf, eventTypes, findEventType, keyOf, publisherOf } from './registry.js';

/** A record on Kafka as it was published: `npm run events -- golden` writes the first of each type, and one for each field that is added. */
interface Golden {
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: JsonValue;
}

const directory = new URL('../golden/', import.meta.url);
const examples = readdirSync(directory).map((file) => {
  const golden = JSON.parse(readFileSync(new URL(file, directory), 'utf8')) as Golden;
  return { file, golden };
});

describe('golden examples', () => {
  it.each(eventTypes.map(({ name }) => name))('%s has one', (name) => {
    expect(examples.map(({ file }) => file)).toContain(`${name}.json`);
  });

  it.each(examples)('$file is still read as it was written', ({ file, golden: { key, headers, value } }) => {
    const type = findEventType(headers.ce_type ?? '');
    if (!type) throw new Error(`${headers.ce_type} was published and is gone: published types stay.`);
    const event = fromJson(type.schema, value);
    expect(toJson(type.schema, event)).toEqual(value);
    expect(keyOf(event)).toBe(key);
    expect(file.startsWith(`${type.name}.`)).toBe(true);
    expect(headers).toMatchObject({
      ce_specversion: '1.0',
      ce_source: `/services/${publisherOf(type)}`,
      ce_subject: key,
      ce_communityid: communityOf(event),
      'content-type': 'application/json',
    });
    expect(headers.ce_id).toMatch(/^[0-9a-f-]{36}$/);
    expect(new Date(headers.ce_time ?? '').toISOString()).toBe(headers.ce_time);
  });
});
