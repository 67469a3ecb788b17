import { describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { keysetPage, nextLink, type PageQuery } from './pages.js';
import { Problem } from './problems.js';

interface Row extends ObjectLiteral {
  id: string;
  at: Temporal.Instant;
}

const moment = (millisecond: number) => Temporal.Instant.fromEpochMilliseconds(millisecond);
const rows = (count: number): Row[] => Array.from({ length: count }, (_, n) => ({ id: `id-${n}`, at: moment(n) }));

/** Stands in for a query: tells what it was asked and gives what it was given. */
class Query {
  readonly conditions: [string, object | undefined][] = [];
  readonly orders: string[] = [];
  limit = 0;

  constructor(private readonly result: Row[] | { code: string }) {}

  andWhere(condition: string, parameters?: object): this {
    this.conditions.push([condition, parameters]);
    return this;
  }

  orderBy(column: string, direction: string): this {
    this.orders.push(`${column} ${direction}`);
    return this;
  }

  addOrderBy(column: string, direction: string): this {
    return this.orderBy(column, direction);
  }

  take(limit: number): this {
    this.limit = limit;
    return this;
  }

  getMany(): Promise<Row[]> {
    return Array.isArray(this.result)
      ? Promise.resolve(this.result.slice(0, this.limit))
      : Promise.reject(Object.assign(new Error('refused'), this.result));
  }
}

const page = (query: Query, asked: PageQuery, direction: 'ASC' | 'DESC' = 'DESC') =>
  keysetPage(query as unknown as SelectQueryBuilder<Row>, 'thing', { by: 'at', direction }, asked);
const cursorOf = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a page', () => {
  it('asks for one more than it shows, in a total order', async () => {
    const query = new Query(rows(30));
    const { items } = await page(query, {});
    expect(items).toHaveLength(20);
    expect(query.limit).toBe(21);
    expect(query.orders).toEqual(['thing.at DESC', 'thing.id DESC']);
    expect(query.conditions).toEqual([]);
  });

  it.each([0, 1, 19, 20])('is the last one with %d rows left', async (count) => {
    await expect(page(new Query(rows(count)), { limit: 20 })).resolves.toMatchObject({ nextCursor: null });
  });

  it.each([
    ['DESC', '<'],
    ['ASC', '>'],
  ] as const)('goes on after its last row, %s', async (direction, sign) => {
    const { nextCursor } = await page(new Query(rows(3)), { limit: 2 }, direction);
    const next = new Query([]);
    await page(next, { limit: 2, cursor: nextCursor ?? '' }, direction);
    const after = { cursorBy: moment(1).toString(), cursorId: 'id-1' };
    expect(next.conditions).toEqual([[`(thing.at, thing.id) ${sign} (:cursorBy, :cursorId)`, after]]);
  });

  it.each([
    ['no base64', '%%%'],
    ['nothing', ''],
    ['no JSON', Buffer.from('hello').toString('base64url')],
    ['an object', cursorOf({ 0: 'a', 1: 'b', length: 2 })],
    ['a text', cursorOf('ab')],
    ['null', cursorOf(null)],
    ['one value', cursorOf(['a'])],
    ['three values', cursorOf(['a', 'b', 'c'])],
    ['no text for the id', cursorOf(['a', 1])],
    ['an object for the value', cursorOf([{}, 'b'])],
    ['null for the value', cursorOf([null, 'b'])],
    ['a value that cannot be stored', cursorOf(['a\0', 'b'])],
    ['an id that cannot be stored', cursorOf(['a', '\ud800'])],
  ])('is refused after a cursor with %s', async (_, cursor) => {
    const query = new Query([]);
    await expect(page(query, { cursor })).rejects.toThrow(Problem);
    await expect(page(query, { cursor })).rejects.toThrow('malformed-cursor');
  });

  it.each(['22P02', '22007', '22008', '22009'])(
    'is refused when PostgreSQL finds the cursor of another list: %s',
    async (code) => {
      await expect(page(new Query({ code }), { cursor: cursorOf(['a', 'b']) })).rejects.toThrow('malformed-cursor');
    },
  );

  it('lets other faults through, and those of a first page', async () => {
    await expect(page(new Query({ code: '57P01' }), { cursor: cursorOf(['a', 'b']) })).rejects.toThrow('refused');
    await expect(page(new Query({ code: '22P02' }), {})).rejects.toThrow('refused');
  });
});

describe('the link to the next page', () => {
  it('keeps the question and changes the cursor', () => {
    expect(nextLink('/v1/needs?state=draft&cursor=old&limit=2', 'a-b_c')).toBe(
      '</v1/needs?state=draft&cursor=a-b_c&limit=2>; rel=next',
    );
    expect(nextLink('/v1/needs', 'c')).toBe('</v1/needs?cursor=c>; rel=next');
  });

  it('stays one link whatever was asked', () => {
    expect(nextLink('/v1/needs?q=%E4%BF%AE%3E%22%3B%20rel&limit=1', 'c')).toBe(
      '</v1/needs?q=%E4%BF%AE%3E%22%3B+rel&limit=1&cursor=c>; rel=next',
    );
  });
});
