import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role } from '@huying/auth';
import { databaseUrl } from '@huying/database';
import { EventReader, type ReadEvent } from '@huying/events';
import { eventually } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import {
  Api,
  generateVolunteers,
  registerGoBetween,
  SEED,
  seedMediators,
  seedVolunteers,
  volunteerId,
} from '../src/index.js';
import { sayItIsSeeded, startProcess, type PlatformProcess } from './process.js';

/**
 * What parties say is theirs. A case is brought from the wish to the court's ruling, and a warning is raised and confirmed, with a mark that is nowhere
 * else in every text that the API takes; then every event, log line, metric, error answer and database is searched for the marks.
 */

const TIMEOUT_MS = 900_000;
const DAY_MS = 86_400_000;
const dataDir = mkdtempSync(join(tmpdir(), 'huying-mediation-'));
const prefix = `m${process.pid}x${Date.now().toString(36)}`;
const environment = {
  LOG_LEVEL: 'trace',
  TOPIC_PREFIX: `${prefix}.`,
  DATABASE_PREFIX: `${prefix}_`,
  REDIS_PREFIX: `${prefix}:`,
  RATE_LIMIT_PER_MINUTE: '1000000',
};
const POSTGRES_URL = process.env.POSTGRES_URL ?? '';
let platform: PlatformProcess;
let url: string;
let metricsUrl: string;
const events: ReadEvent[] = [];
const refusals: string[] = [];
let reader: EventReader | undefined;

/** Every mark has this in it, and stands for one field; a telephone number is a mark of its own. */
const MARK = '印记七九三';
const PHONE = '13957300793';
const marked = (field: string): string => `${MARK}${field}`;

beforeAll(async () => {
  // Of the community only the mediators are wanted here; the rest is taken for seeded.
  sayItIsSeeded(dataDir);
  platform = startProcess(dataDir, { environment });
  await eventually(() => expect(platform.output()).toMatch(/Metrics {2,}http.*\n/));
  url = /API {2,}(http:\S+)\/v1/.exec(platform.output())?.[1] ?? '';
  metricsUrl = /Metrics {2,}(http:\S+)/.exec(platform.output())?.[1] ?? '';
  reader = new EventReader({
    kafka: { brokers: (process.env.KAFKA_BROKERS ?? '').split(','), topicPrefix: environment.TOPIC_PREFIX },
    from: 'beginning',
    onEvent: (event) => void events.push(event),
  });
  await reader.start();
}, TIMEOUT_MS);

afterAll(async () => {
  platform.child.kill('SIGTERM');
  await reader?.stop();
  await platform.ended;
  rmSync(dataDir, { recursive: true, force: true });
});

/** Names of fields in which a mark was sent. */
const markedFields = new Set<string>();

function noteMarks(body: unknown): void {
  for (const [name, value] of Object.entries(body ?? {})) {
    if (typeof value === 'object') noteMarks(value);
    else if (value === PHONE || String(value).includes(MARK)) markedFields.add(name);
  }
}

class MarkingApi extends Api {
  override post<Answer>(path: string, body: object = {}): Promise<Answer> {
    noteMarks(body);
    return super.post(path, body);
  }
}

const as = (role: Role, subject: string): Api => new MarkingApi(url, { role, subject, community: 'xishan' });
const day = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

/** Sends what is refused, and keeps what was answered. */
async function refused(api: Api, path: string, body: object): Promise<void> {
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await api.bearer()}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.status).toBeGreaterThanOrEqual(400);
  expect(response.status).toBeLessThan(500);
  refusals.push(await response.text());
}

/** What of a schema is looked at. */
interface Schema {
  readonly type?: string;
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly enum?: unknown;
  readonly format?: unknown;
  readonly pattern?: unknown;
}

interface Described {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<Record<string, { requestBody?: { content: Readonly<Record<string, { schema: Schema }>> } }>>
    >
  >;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** The names of all fields in which the mediation service takes any text. */
async function freeTexts(): Promise<Set<string>> {
  const { paths, components } = (await (await fetch(`${url}/openapi.json`)).json()) as Described;
  const found = new Set<string>();
  const look = ({ $ref, properties = {}, items, allOf = [], anyOf = [] }: Schema): void => {
    if ($ref) look(components.schemas[$ref.split('/').at(-1) ?? ''] ?? {});
    for (const part of [...allOf, ...anyOf, ...(items ? [items] : [])]) look(part);
    for (const [name, schema] of Object.entries(properties)) {
      const { type, enum: words, format, pattern } = schema;
      if ([type].flat().includes('string') && !words && !format && !pattern) found.add(name);
      look(schema);
    }
  };
  for (const [path, operations] of Object.entries(paths)) {
    if (!/^\/v1\/(cases|mediators|go-betweens|sessions|agreements|warnings)(\/|$)/.test(path)) continue;
    for (const { requestBody } of Object.values(operations))
      look(requestBody?.content['application/json']?.schema ?? {});
  }
  return found;
}

/** Said of mediators to everybody: parties choose by it. */
const forEverybody = ['standing'];

interface Item {
  readonly id: string;
  readonly [field: string]: unknown;
}

describe('the mediation of Xishan', () => {
  it(
    'lets no word of the parties out of the service',
    async () => {
      const staff = as('staff', 'staff-1');
      await seedVolunteers(staff, generateVolunteers({ count: 9, seed: SEED, year: 2026, groupIds: [] }));
      expect(await seedMediators(staff, SEED, 9)).toBe(19);
      const mediators = await staff.list<Item>('/v1/mediators');
      expect(mediators).toHaveLength(19);
      const [worker, owner] = [as('resident', 'worker-1'), as('resident', 'owner-1')];
      const { id } = await worker.post<Item>('/v1/cases', {
        ...{ kind: 'wages', asked: marked('asked'), about: marked('about'), risk: 'threatened' },
        parties: [
          { side: 1, name: marked('worker'), phone: PHONE, building: marked('building') },
          { side: 2, name: marked('owner'), accountId: 'owner-1', employer: marked('employer') },
        ],
      });
      const sought = await staff.post<{ parties: Item[] }>(`/v1/cases/${id}/consent-request`);
      const [workerId, ownerId] = sought.parties.map((party) => party.id);
      await staff.post(`/v1/cases/${id}/consents`, { partyId: ownerId, witness: marked('witness') });
      const person = { ...{ name: marked('mediator'), accountId: 'mediator-793', hometown: '330481', loadLimit: 3 } };
      const { id: mediatorId } = await staff.post<Item>('/v1/mediators', {
        ...{ ...person, dialects: [], fields: ['wages'], termFrom: day(-10), termUntil: day(300), standing: '娘舅' },
        ...{ building: marked('mediator-building'), employer: marked('mediator-employer') },
      });
      await registerGoBetween(staff, {
        ...{ name: marked('go-between'), volunteerId: volunteerId(9), hometown: '330481', dialects: [] },
        ...{ trust: marked('trust'), building: marked('building'), employer: marked('employer') },
      });
      const mediator = as('mediator', 'mediator-793');
      await staff.post(`/v1/cases/${id}/mediators`, { mediatorIds: [mediatorId] });
      await mediator.post(`/v1/cases/${id}/measures`, { text: marked('measure') });
      const startsAt = new Date(Date.now() + 1_500).toISOString();
      const endsAt = new Date(Date.now() + 3_600_000).toISOString();
      const session = await mediator.post<Item>(`/v1/cases/${id}/sessions`, {
        startsAt,
        endsAt,
        place: marked('place'),
      });
      const record = {
        ...{ present: [workerId, ownerId], minutes: marked('minutes'), outcome: 'impasse' },
        proposals: [1, 2].map((side) => ({ side, amountFen: 100 * side, terms: marked(`terms-${side}`) })),
      };
      await eventually(() => mediator.post(`/v1/sessions/${session.id}/record`, record));
      const content = {
        ...{ facts: marked('facts'), matters: marked('matters'), terms: marked('agreed'), manner: marked('manner') },
        responsibility: [workerId, ownerId].map((partyId) => ({ partyId, text: marked('responsibility') })),
        instalments: [{ from: ownerId, to: workerId, dueOn: day(5), amountFen: 79_300, what: marked('instalment') }],
      };
      const agreement = await mediator.post<Item>(`/v1/cases/${id}/agreements`, { form: 'written', content });
      const path = `/v1/agreements/${agreement.id}`;
      await worker.post(`${path}/confirmations`, { edition: 1 });
      await staff.post(`${path}/confirmations`, { edition: 1, partyId: ownerId, witness: marked('signature') });
      await mediator.post(`${path}/signature`);
      await staff.post(`${path}/seal`);
      await staff.get(`${path}?reason=${encodeURIComponent(marked('reason'))}`);
      await worker.post(`${path}/court-applications`);
      await staff.post(`${path}/court-applications`, { partyId: ownerId, witness: marked('applicant') });
      await staff.post(`${path}/court-decision`, { confirmed: true, ruling: marked('ruling') });
      for (let number = 0; number < 10; number++) {
        await as('resident', `colleague-${number}`).post('/v1/cases', {
          ...{ kind: 'wages', asked: marked('asked'), about: marked('workshop') },
          parties: [{ side: 1, name: marked(`colleague-${number}`) }],
        });
      }
      const [warning] = await staff.list<Item>('/v1/warnings');
      expect(warning).toMatchObject({ about: marked('workshop') });
      await staff.post(`/v1/warnings/${warning?.id}/confirmation`, { reason: marked('decision') });
      const free = [...(await freeTexts())];
      expect(free).toEqual(expect.arrayContaining(['asked', 'minutes', 'ruling']));
      expect(free.filter((name) => !markedFields.has(name))).toEqual(forEverybody);

      await refused(staff, `/v1/warnings/${warning?.id}/dismissal`, { reason: marked('decision') });
      await refused(mediator, `/v1/sessions/${session.id}/record`, record);
      await refused(owner, `/v1/cases/${id}/membership`, { side: 1, name: marked('refused') });
      await refused(worker, `/v1/cases/${id}/consents`, { partyId: ownerId, witness: marked('refused') });
      await refused(mediator, `/v1/cases/${id}/agreements`, { form: 'written', content });
      await refused(staff, '/v1/cases', { kind: marked('kind'), asked: marked('asked'), parties: [] });
      await refused(staff, `/v1/cases/${id}/parties`, { side: 9, name: marked('name'), hometown: marked('hometown') });

      await eventually(() => expect(typesOf()).toContain('huying.mediation.v1.WarningConfirmed'));
      await eventually(() => expect(typesOf()).toContain('huying.mediation.v1.ConfirmationGranted'));
      await eventually(async () => expect(await inFeed('huying.mediation.v1.WarningConfirmed')).toBe(1));
      const heard = events.map(({ event, envelope }) => textOf([event, envelope]));
      expect(heard.length).toBeGreaterThan(10);
      expect(heard.filter((text) => text.includes(MARK) || text.includes(PHONE))).toEqual([]);
      expect(
        platform
          .output()
          .split('\n')
          .filter((line) => line.includes(MARK) || line.includes(encodeURIComponent(MARK))),
      ).toEqual([]);
      expect(await (await fetch(metricsUrl)).text()).not.toContain(MARK);
      expect(refusals).toHaveLength(7);
      expect(refusals.filter((text) => text.includes(MARK))).toEqual([]);
      const { searched, found } = await searchDatabases();
      expect(searched).toEqual(
        expect.arrayContaining([
          ...['mediation.cases', 'mediation.history', 'request.outbox', 'organization.history'],
          'district.district_events',
        ]),
      );
      expect(found).toEqual([]);
    },
    TIMEOUT_MS,
  );
});

const textOf = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? String(part) : part));
const typesOf = (): string[] => events.map(({ event }) => event?.$typeName ?? '');

/** Asks the database of a service. */
async function inDatabaseOf<Answer>(service: string, ask: (client: pg.Client) => Promise<Answer>): Promise<Answer> {
  const client = new pg.Client({ connectionString: databaseUrl(POSTGRES_URL, `${prefix}_${service}`) });
  await client.connect();
  try {
    return await ask(client);
  } finally {
    await client.end();
  }
}

/** How many of the events of that type are in the district's feed. */
const inFeed = (type: string): Promise<number> =>
  inDatabaseOf('district', async (client) => {
    const { rows } = await client.query('SELECT 1 FROM district_events WHERE type = $1', [type]);
    return rows.length;
  });

/** Every table of every service, its own too: there a mark may stand only encrypted. */
async function searchDatabases(): Promise<{ searched: string[]; found: string[] }> {
  const [searched, found]: [string[], string[]] = [[], []];
  for (const service of ['request', 'volunteer', 'claim', 'organization', 'mediation', 'district']) {
    await inDatabaseOf(service, async (client) => {
      const { rows: tables } = await client.query<{ name: string }>(
        `SELECT quote_ident(table_name) AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
      );
      for (const { name } of tables) {
        searched.push(`${service}.${name}`);
        const { rows } = await client.query(`SELECT 1 FROM ${name} t WHERE row_to_json(t)::text ~ $1 LIMIT 1`, [
          `${MARK}|${PHONE}`,
        ]);
        if (rows.length > 0) found.push(`${service}.${name}`);
      }
    });
  }
  return { searched, found };
}
