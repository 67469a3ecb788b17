import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { Codes, Flag, Id, Ids, OneOf, Part, Parts, PersonId, QueryFlag, ReasonDto, Text, Whole } from './fields.js';

class Inner {
  @Whole({ min: 1, max: 3 })
  places!: number;
}

class Outer {
  @Text({ max: 3 })
  title!: string;

  @Text({ max: 3, required: false, blank: true })
  note?: string;

  @OneOf(['a', 'b'], { required: false })
  kind?: string;

  @Flag({ required: false })
  open?: boolean;

  @QueryFlag('only those')
  overdue?: boolean;

  @Id({ required: false })
  id?: string;

  @PersonId({ required: false })
  by?: string;

  @Ids({ max: 2, required: false })
  ids?: string[];

  @Codes({ max: 2, required: false })
  codes?: string[];

  @Part(() => Inner, { required: false })
  inner?: Inner;

  @Parts(() => Inner, { min: 1, max: 2, required: false })
  inners?: Inner[];
}

const uuid = '01a206e7-847b-76b2-9273-ca0382684560';
const wrong = (fields: object): string[] =>
  validateSync(plainToInstance(Outer, { title: 'x', ...fields })).map(({ property }) => property);

describe('a field', () => {
  it.each<object>([
    {},
    { note: '', kind: 'b', open: false, overdue: 'true', id: uuid, by: 'v-1', ids: [uuid], codes: ['first-aid'] },
    { inner: { places: 1 }, inners: [{ places: 3 }] },
    { note: null, kind: null, inner: null },
  ])('takes %j', (fields) => expect(wrong(fields)).toEqual([]));

  it.each<[string, object]>([
    ['title', { title: ' ' }],
    ['title', { title: 'long' }],
    ['title', { title: undefined }],
    ['kind', { kind: 'c' }],
    ['open', { open: 'yes' }],
    ['overdue', { overdue: 'yes' }],
    ['id', { id: 'x' }],
    ['by', { by: 'two words' }],
    ['ids', { ids: [uuid, uuid] }],
    ['codes', { codes: ['First Aid'] }],
    ['codes', { codes: ['a', 'b', 'c'] }],
    ['inner', { inner: { places: 4 } }],
    ['inner', { inner: 'x' }],
    ['inners', { inners: [] }],
    ['inners', { inners: [{ places: 1.5 }] }],
  ])('%s does not take %j', (property, fields) => expect(wrong(fields)).toEqual([property]));

  it('makes a boolean of a query’s word', () => {
    expect(plainToInstance(Outer, { overdue: 'true' }).overdue).toBe(true);
  });
});

it('a reason says something', () => {
  expect(validateSync(plainToInstance(ReasonDto, { reason: '  ' }))).toHaveLength(1);
});
