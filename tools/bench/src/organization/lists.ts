import type pg from 'pg';
import { percentile } from '../statistics.js';
import type { Caller, ServiceBed, Statement } from '../service-bed.js';
import { guardianOf, type Filled } from './fill.js';

/** The goal of every list: the median of a page of a hundred, asked for over HTTP. */
export const GOAL_MS = 50;

/** A list as somebody asks for it. */
interface Ask {
  readonly name: string;
  readonly caller: Caller;
  readonly path: string;
  /** How many pages on; 0: the first. */
  readonly page: number;
}

/** What a list took, and how the database went about it. */
export interface ListFigures {
  readonly name: string;
  readonly path: string;
  readonly items: number;
  readonly p50: number;
  readonly p95: number;
  readonly met: boolean;
  readonly plans: readonly string[];
}

interface Page {
  readonly items: readonly unknown[];
  readonly nextCursor: string | null;
}

const PAGE = 100;
const WARM_UP = 20;
/** A statement of a list; beside it a service asks for what is due, and for its outbox. */
const LISTED = /^SELECT .* FROM "(bookings|enrolments)"/s;

async function asks(bed: ServiceBed, { venueId, classId, bookings, enrolments }: Filled): Promise<Ask[]> {
  const staff = await bed.as('staff', 'staff-1');
  const resident = await bed.as('resident', 'resident-0');
  const guardian = await bed.as('resident', guardianOf(0));
  const from = new Date(Date.now() + 30 * 86_400_000).toISOString();
  const [middle, later] = [Math.floor(bookings / (2 * PAGE)), Math.floor((0.8 * enrolments) / PAGE)];
  return [
    { name: 'all bookings', caller: staff, path: '/v1/bookings', page: 0 },
    { name: `all bookings, page ${middle}`, caller: staff, path: '/v1/bookings', page: middle },
    { name: 'bookings of a venue', caller: staff, path: `/v1/bookings?venueId=${venueId}`, page: 0 },
    {
      name: 'bookings of a venue from a day on',
      caller: staff,
      path: `/v1/bookings?venueId=${venueId}&from=${from}`,
      page: 0,
    },
    { name: 'bookings that were cancelled', caller: staff, path: '/v1/bookings?state=cancelled', page: 0 },
    { name: "a resident's own bookings", caller: resident, path: '/v1/bookings', page: 0 },
    { name: 'all enrolments', caller: staff, path: '/v1/enrolments', page: 0 },
    { name: `all enrolments, page ${later}`, caller: staff, path: '/v1/enrolments', page: later },
    { name: 'enrolments of a class', caller: staff, path: `/v1/enrolments?classId=${classId}`, page: 0 },
    {
      name: 'the waiting list of a class',
      caller: staff,
      path: `/v1/enrolments?classId=${classId}&state=waiting`,
      page: 0,
    },
    { name: "a guardian's own enrolments", caller: guardian, path: '/v1/enrolments', page: 0 },
  ];
}

/** Each list so many times, one after the other, and the plans of the statements that it made. */
export async function measureLists(bed: ServiceBed, filled: Filled, times: number): Promise<ListFigures[]> {
  const figures: ListFigures[] = [];
  for (const { name, caller, path, page } of await asks(bed, filled)) {
    const url = await pathOf(caller, path, page);
    const latencies: number[] = [];
    let items = 0;
    for (let time = -WARM_UP; time < times; time += 1) {
      const since = performance.now();
      items = (await caller.get<Page>(url)).items.length;
      if (time >= 0) latencies.push(performance.now() - since);
    }
    const asked = await bed.statementsOf(() => caller.get(url));
    const plans = [];
    for (const statement of asked.filter(({ text }) => LISTED.test(text)))
      plans.push(await planOf(bed.database, statement));
    if (plans.length === 0) throw new Error(`${name}: the list asked the database for nothing.`);
    const [p50, p95] = [percentile(latencies, 0.5), percentile(latencies, 0.95)];
    figures.push({ name, path: path.replace(/[0-9a-f-]{36}/, '…'), items, p50, p95, met: p50 < GOAL_MS, plans });
  }
  return figures;
}

async function pathOf(caller: Caller, path: string, page: number): Promise<string> {
  const first = `${path}${path.includes('?') ? '&' : '?'}limit=${PAGE}`;
  let url = first;
  for (let turned = 0; turned < page; turned += 1) {
    const { nextCursor } = await caller.get<Page>(url);
    if (nextCursor === null) throw new Error(`${path} has ${turned + 1} pages only.`);
    url = `${first}&cursor=${encodeURIComponent(nextCursor)}`;
  }
  return url;
}

async function planOf(database: pg.Pool, { text, values }: Statement): Promise<string> {
  const { rows } = await database.query<Record<'QUERY PLAN', string>>(`EXPLAIN (ANALYZE, BUFFERS) ${text}`, values);
  return rows.map((row) => row['QUERY PLAN'].replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '…')).join('\n');
}
