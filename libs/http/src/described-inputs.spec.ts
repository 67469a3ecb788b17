import { describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { describeInputs, namesSomething } from './described-inputs.js';

const json = (name: string) => ({
  required: true,
  content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } },
});

function described() {
  const operation = {
    operationId: 'moveNeed',
    parameters: ['needId', 'code'].map((name) => ({ in: 'path', name, schema: { type: 'string' } })),
    requestBody: json('MoveDto'),
    responses: { '200': { description: '', content: json('MoveView').content } },
  };
  const wish = { operationId: 'noteWish', requestBody: json('WishDto'), responses: {} };
  const document = {
    openapi: '3.1.0',
    info: { title: '', version: '1' },
    paths: { '/needs/{needId}': { post: operation }, '/wishes': { post: wish } },
    components: {
      schemas: {
        MoveDto: { required: ['place'], properties: { place: { $ref: '#/components/schemas/PlaceDto' } } },
        PlaceDto: { properties: { name: { type: 'string' } } },
        WishDto: {
          properties: {
            needId: { type: 'string', format: 'uuid' },
            text: { type: 'string', pattern: String.raw`^[^\p{Cc}]+$` },
          },
        },
        MoveView: { properties: { movedAt: { type: 'string' } } },
      },
    },
  } as unknown as OpenAPIObject;
  describeInputs(document, new Map([['moveNeed', new Set(['needId'])]]));
  return { document, operation, wish, schemas: document.components?.schemas };
}

describe('the description of what is sent', () => {
  it('says which parts of a path are UUIDs', () => {
    const [needId, code] = described().operation.parameters;
    expect([needId?.schema, code?.schema]).toEqual([{ type: 'string', format: 'uuid' }, { type: 'string' }]);
  });

  it('takes null for a field that may be left out, in parts of the body too, and leaves answers alone', () => {
    const { schemas } = described();
    expect(schemas).toMatchObject({
      MoveDto: { properties: { place: { $ref: '#/components/schemas/PlaceDto' } } },
      PlaceDto: { properties: { name: { nullable: true } } },
      MoveView: { properties: { movedAt: { type: 'string' } } },
    });
    expect(JSON.stringify([schemas?.['MoveDto'], schemas?.['MoveView']])).not.toContain('nullable');
  });

  it('lets a body be left out where every field of it may', () => {
    const { operation, wish } = described();
    expect([operation.requestBody.required, wish.requestBody.required]).toEqual([true, false]);
    expect(wish.requestBody.content['application/json'].schema).toMatchObject({ nullable: true });
  });

  it('spells out control characters, for readers that do not know the classes of Unicode', () => {
    const { pattern } = (
      described().schemas as unknown as Record<string, { properties: { text: { pattern: string } } }>
    )['WishDto']!.properties.text;
    expect(pattern).toBe(String.raw`^[^\u0000-\u001f\u007f-\u009f]+$`);
    expect(['a b', 'a\u0000b'].map((text) => new RegExp(pattern).test(text))).toEqual([true, false]);
  });

  it('knows that what is named by an id may not be there, wherever the id stands', () => {
    const { document, operation, wish } = described();
    expect(namesSomething(document, operation)).toBe(true);
    expect(namesSomething(document, wish)).toBe(true);
    expect(namesSomething(document, { responses: {} })).toBe(false);
  });
});
