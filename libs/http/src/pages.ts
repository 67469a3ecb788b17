import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import LinkHeader from 'http-link-header';
import { Temporal } from 'temporal-polyfill';
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { commonProblems } from './common.problems.js';
import { formViolations } from './well-formed.js';

/** The query of every list. */
export class PageQuery {
  @ApiProperty({
    required: false,
    maxLength: 500,
    description: 'From `nextCursor` or `Link: rel="next"` of the page before',
  })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  cursor?: string;

  @ApiProperty({ required: false, minimum: 1, maximum: 100, default: 20 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  limit?: number;
}

/** One page of a list; `nextCursor` is null on the last. */
export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

/** The class of a page of a list, for the API's description. Name it: `export class NeedPage extends PageOf(NeedView) {}`. */
export function PageOf<Item extends object>(item: new () => Item): new () => Page<Item> {
  class PageView implements Page<Item> {
    @ApiProperty({ type: [item] })
    items!: Item[];

    @ApiProperty({ type: String, nullable: true, description: 'Null on the last page' })
    nextCursor!: string | null;
  }
  return PageView;
}

/** A stable order: `by` may repeat, `id` makes it total. */
export interface KeysetOrder {
  readonly by: string;
  readonly direction: 'ASC' | 'DESC';
}

type CursorValue = string | number;

function encodeCursor(by: unknown, id: unknown): string {
  const value = by instanceof Temporal.Instant ? by.toString() : (by as CursorValue);
  return Buffer.from(JSON.stringify([value, id])).toString('base64url');
}

function decodeCursor(cursor: string): [CursorValue, string] {
  try {
    const decoded: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    const [by, id] = decoded as unknown[];
    const sound = (typeof by === 'string' || typeof by === 'number') && typeof id === 'string';
    const storable = formViolations(decoded).length === 0;
    if (!Array.isArray(decoded) || decoded.length !== 2 || !sound || !storable) throw new TypeError('not a cursor');
    return [by, id];
  } catch (cause) {
    throw commonProblems.malformedCursor({}, { cause });
  }
}

/**
 * One page by keyset: rows after the cursor, however many were added or removed before it.
 * @param query selects from one entity, without order or limit
 * @param alias the alias of that entity in `query`; both `order.by` and `id` are properties of it
 * @throws malformed-cursor
 */
export async function keysetPage<Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>,
  alias: string,
  order: KeysetOrder,
  { cursor, limit = 20 }: PageQuery,
): Promise<Page<Row>> {
  if (cursor !== undefined) {
    const [by, id] = decodeCursor(cursor);
    const sign = order.direction === 'ASC' ? '>' : '<';
    query.andWhere(`(${alias}.${order.by}, ${alias}.id) ${sign} (:cursorBy, :cursorId)`, {
      cursorBy: by,
      cursorId: id,
    });
  }
  const rows = await query
    .orderBy(`${alias}.${order.by}`, order.direction)
    .addOrderBy(`${alias}.id`, order.direction)
    .take(limit + 1)
    .getMany()
    .catch((error: unknown) => {
      // Class 22, data exception: the cursor decodes, but its values are not of the columns' types.
      const { code } = error as { code?: string };
      if (cursor !== undefined && code?.startsWith('22')) throw commonProblems.malformedCursor({}, { cause: error });
      throw error;
    });
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const more = rows.length > limit && last;
  return { items, nextCursor: more ? encodeCursor(last[order.by], last['id']) : null };
}

/** `Link: rel="next"` for what follows, by the parameter of the query that says where to go on. */
export function nextLink(url: string, nextCursor: string, parameter = 'cursor'): string {
  const [path = '', search] = url.split('?');
  const query = new URLSearchParams(search);
  query.set(parameter, nextCursor);
  const links = new LinkHeader();
  links.set({ rel: 'next', uri: `${path}?${query.toString()}` });
  return links.toString();
}
