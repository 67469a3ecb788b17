import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '@huying/testing';
import type { OpenAPIObject } from '@nestjs/swagger';
import { getToken } from '../src/index.js';
import { startProcess, type PlatformProcess } from './process.js';
import { pathOf } from './routes.js';

/** One that nobody else in this test run uses. */
const DIGITS = '13957312345';
const PHONE = `+86${DIGITS}`;
const TIMEOUT_MS = 900_000;

const dataDir = mkdtempSync(join(tmpdir(), 'huying-logs-'));
let platform: PlatformProcess;
let url: string;
let metricsUrl: string;

beforeAll(async () => {
  const mark = `l${process.pid}x${Date.now().toString(36)}`;
  platform = startProcess(dataDir, {
    args: ['--volunteers', '0'],
    environment: {
      LOG_LEVEL: 'trace',
      TOPIC_PREFIX: `${mark}.`,
      DATABASE_PREFIX: `${mark}_`,
      REDIS_PREFIX: `${mark}:`,
      RATE_LIMIT_PER_MINUTE: '1000000',
    },
  });
  await eventually(() => expect(platform.output()).toMatch(/Seeded in/), 600_000);
  url = /API {2,}(http:\S+)\/v1/.exec(platform.output())?.[1] ?? '';
  metricsUrl = /Metrics {2,}(http:\S+)/.exec(platform.output())?.[1] ?? '';
}, TIMEOUT_MS);

afterAll(async () => {
  platform.child.kill('SIGTERM');
  await platform.ended;
  rmSync(dataDir, { recursive: true, force: true });
});

type Schema = { $ref?: string; type?: string; properties?: Record<string, Schema>; items?: Schema };

/** A body with the telephone wherever a text can stand. */
function bodyOf(schema: Schema | undefined, api: OpenAPIObject, depth = 0): unknown {
  if (!schema || depth > 4) return PHONE;
  if (schema.$ref) {
    const name = schema.$ref.split('/').at(-1) ?? '';
    return bodyOf(api.components?.schemas?.[name] as Schema, api, depth + 1);
  }
  if (schema.properties) {
    const entries = Object.entries(schema.properties);
    return Object.fromEntries(entries.map(([name, property]) => [name, bodyOf(property, api, depth + 1)]));
  }
  if (schema.type === 'array') return [bodyOf(schema.items, api, depth + 1)];
  if (schema.type === 'integer' || schema.type === 'number') return Number(DIGITS);
  return PHONE;
}

/** The telephone in the path, the query, headers and the body of every route; and once where it belongs. */
async function sendEverywhere(): Promise<number[]> {
  const api = (await (await fetch(`${url}/openapi.json`)).json()) as OpenAPIObject;
  const tokens = await Promise.all([
    getToken(url, { role: 'staff', subject: 'staff-1', community: 'xishan' }),
    getToken(url, { role: 'volunteer', subject: 'xishan-00001', community: 'xishan' }),
  ]);
  const statuses: number[] = [];
  const send = async (token: string, method: string, path: string, body?: unknown) => {
    const ndjson = path.startsWith('/v1/volunteers/import');
    const response = await fetch(`${url}${path}`, {
      method,
      signal: AbortSignal.timeout(10_000),
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': ndjson ? 'application/x-ndjson' : 'application/json',
        'idempotency-key': PHONE,
        'if-match': `"${PHONE}"`,
        'x-request-id': PHONE,
        'user-agent': PHONE,
      },
      ...(method !== 'GET' && method !== 'DELETE' && { body: `${JSON.stringify(body)}\n` }),
    });
    statuses.push(response.status);
    // A feed never ends: its head is enough.
    if (!response.headers.get('content-type')?.startsWith('text/event-stream')) await response.text();
    else await response.body?.cancel();
  };
  for (const [path, item] of Object.entries(api.paths)) {
    for (const [method, operation] of Object.entries(item as Record<string, { requestBody?: object }>)) {
      const content = (operation.requestBody as { content?: Record<string, { schema: Schema }> })?.content ?? {};
      const body = bodyOf(Object.values(content)[0]?.schema, api);
      for (const token of tokens) {
        await send(token, method.toUpperCase(), `${pathOf({ path })}?phone=${PHONE}&callerPhone=${DIGITS}`, body);
        await send(token, method.toUpperCase(), `${pathOf({ path }, encodeURIComponent(PHONE))}`, body);
      }
    }
  }
  const [staff = ''] = tokens;
  await send(staff, 'POST', '/v1/calls', { channel: 'hotline', text: `请打 ${PHONE}`, callerPhone: PHONE });
  const volunteer = { id: 'v-1', name: PHONE, phone: PHONE, birthDate: '1990-01-01' };
  await send(staff, 'POST', '/v1/volunteers', volunteer);
  await send(staff, 'POST', '/v1/volunteers/import', { ...volunteer, id: 'v-2' });
  return statuses;
}

test(
  'a telephone number sent through every route is in no log line and in no metric',
  async () => {
    const statuses = await sendEverywhere();
    expect(statuses.length).toBeGreaterThan(150);
    expect(statuses.filter((status) => status >= 500)).toEqual([]);
    expect(statuses.slice(-3)).toEqual([201, 201, 200]);
    const lines = () => platform.output().split('\n');
    // Each request has its line, so that there is something to search.
    await eventually(() => {
      expect(lines().filter((line) => line.includes('"route":"/v1/')).length).toBeGreaterThanOrEqual(statuses.length);
    });
    expect(lines().filter((line) => line.includes(DIGITS))).toEqual([]);
    expect(await (await fetch(metricsUrl)).text()).not.toContain(DIGITS);
  },
  TIMEOUT_MS,
);
