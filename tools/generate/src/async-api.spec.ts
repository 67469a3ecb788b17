import { districtEventTypes, Personal, personalKindOf } from '@huying/contracts';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { districtAsyncApi } from './async-api.js';
import { ProtoComments } from './published-language.js';

interface Message {
  readonly payload: { readonly properties: Readonly<Record<string, { readonly description?: string }>> };
  readonly examples: readonly {
    readonly headers: Readonly<Record<string, string>>;
    readonly payload: Readonly<Record<string, unknown>>;
  }[];
}

describe('the AsyncAPI document for districts', () => {
  let messages: Readonly<Record<string, Message>>;
  const messageOf = (name: string): Message => {
    const message = messages[name.split('.').at(-1) ?? ''];
    if (!message) throw new Error(`${name} is not described.`);
    return message;
  };

  beforeAll(() => {
    const text = districtAsyncApi(new ProtoComments(fileURLToPath(new URL('../../..', import.meta.url))));
    ({
      components: { messages },
    } = parse(text) as { components: { messages: Readonly<Record<string, Message>> } });
  });

  it('describes what districts get, and nothing else', () => {
    expect(Object.keys(messages)).toHaveLength(districtEventTypes.length);
  });

  it.each(districtEventTypes.map((type) => [type.name, type] as const))(
    'has no field of %s that is left out for them',
    (name, type) => {
      const { properties } = messageOf(name).payload;
      const removed = [Personal.IDENTIFYING, Personal.SENSITIVE];
      for (const field of type.schema.fields) {
        const isThere = field.jsonName in properties;
        expect([field.jsonName, isThere]).toEqual([field.jsonName, !removed.includes(personalKindOf(field))]);
      }
    },
  );

  it.each(districtEventTypes.map(({ name }) => name))(
    'shows an example of %s, with fields that it describes',
    (name) => {
      const { payload, examples } = messageOf(name);
      expect(examples).toHaveLength(1);
      for (const field of Object.keys(examples[0]?.payload ?? {})) expect(payload.properties).toHaveProperty(field);
    },
  );

  it.each(districtEventTypes.map(({ name }) => name))(
    'shows %s at the time of the latest that its example tells of what has been, with an id of that time',
    (name) => {
      const { headers, payload } = messageOf(name).examples[0]!;
      const time = Date.parse(headers['ce_time']!);
      const told = Object.entries(payload).map(([field, value]) => ({ field, at: Date.parse(String(value)) }));
      const planned = /^(starts|ends|opens|closes|due|firstStarts|enrolmentOpens)At$|On$|[uU]ntil$|By$/;
      const past = told.filter(({ field }) => /At$/.test(field) && !planned.test(field));
      expect(past.filter(({ at }) => at > time)).toEqual([]);
      // What was missed, or is recorded of a service, was planned for a time that is over.
      if (!/Missed|Overdue|Escalated|KeyReturned|ServiceRecorded/.test(name)) {
        expect(told.filter(({ field, at }) => planned.test(field) && at <= time)).toEqual([]);
      }
      expect(parseInt(headers['ce_id']!.replaceAll('-', '').slice(0, 12), 16)).toBe(time);
    },
  );

  it('says what has become of people and of places', () => {
    const { properties } = messageOf('huying.claim.v1.PlaceHeld').payload;
    expect(properties.volunteerId?.description).toContain('A pseudonym of the person.');
    expect(properties).not.toHaveProperty('volunteerId.x-personal');
  });
});
