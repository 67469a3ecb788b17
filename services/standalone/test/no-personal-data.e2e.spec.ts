import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { roles } from '@huying/auth';
import { eventually } from '@huying/testing';
import type { OpenAPIObject } from '@nestjs/swagger';
import { getToken } from '../src/index.js';
import { sayItIsSeeded, startProcess, type PlatformProcess } from './process.js';
import { pathOf } from './routes.js';
import { validBody, type Schema } from './valid-body.js';

/** One that nobody else in this test run uses. */
const DIGITS = '13957312345';
const PHONE = `+86${DIGITS}`;

const dataDir = mkdtempSync(join(tmpdir(), 'huying-logs-'));
let platform: PlatformProcess;
let url: string;
let metricsUrl: string;

beforeAll(async () => {
  const mark = `l${process.pid}x${Date.now().toString(36)}`;
  sayItIsSeeded(dataDir);
  platform = startProcess(dataDir, {
    environment: {
      LOG_LEVEL: 'trace',
      TOPIC_PREFIX: `${mark}.`,
      DATABASE_PREFIX: `${mark}_`,
      REDIS_PREFIX: `${mark}:`,
      RATE_LIMIT_PER_MINUTE: '1000000',
    },
  });
  await eventually(() => expect(platform.output()).toMatch(/Metrics {2,}http.*\n/));
  url = /API {2,}(http:\S+)\/v1/.exec(platform.output())?.[1] ?? '';
  metricsUrl = /Metrics {2,}(http:\S+)/.exec(platform.output())?.[1] ?? '';
});

afterAll(async () => {
  platform.child.kill('SIGTERM');
  await platform.ended;
  rmSync(dataDir, { recursive: true, force: true });
});

/** What the API's description says of an operation, as far as it is looked at here. */
interface Operation {
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly parameters?: readonly {
    readonly in: string;
    readonly name: string;
    readonly required?: boolean;
    readonly schema: Schema;
  }[];
}

/** What was asked and answered. */
interface Exchange {
  readonly operation: string;
  readonly status: number;
  /** Of a refusal: its code, and which parts of the request it is about. */
  readonly code: string | undefined;
  readonly about: readonly string[];
}

/** Codes of refusals before the handler has been asked. */
const BEFORE_THE_HANDLER = ['invalid-input', 'malformed-body', 'permission-missing', 'token-invalid'];

/** The telephone in the path, the query, headers and, where a text can stand, in a good body of every route; and once where it belongs. */
async function sendEverywhere(): Promise<Exchange[]> {
  const api = (await (await fetch(`${url}/openapi.json`)).json()) as OpenAPIObject;
  const tokens = await Promise.all(
    roles.map((role) => getToken(url, { role, subject: `${role}-1`, community: 'xishan' })),
  );
  const exchanges: Exchange[] = [];
  const send = async (token: string, operation: string, path: string, body?: unknown) => {
    const [method = ''] = operation.split(' ');
    const ndjson = /\/import(\?|$)/.test(path);
    const response = await fetch(`${url}${path}`, {
      method,
      signal: AbortSignal.timeout(120_000),
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': ndjson ? 'application/x-ndjson' : 'application/json',
        'idempotency-key': `${PHONE}-${exchanges.length}`,
        'if-match': '"1"',
        'x-request-id': PHONE,
        'user-agent': PHONE,
      },
      ...(method !== 'GET' && method !== 'DELETE' && { body: `${JSON.stringify(body ?? {})}\n` }),
    });
    const exchange = { operation, status: response.status, ...(await refusalIn(response)) };
    exchanges.push(exchange);
    return exchange;
  };
  for (const [path, item] of Object.entries(api.paths)) {
    for (const [method, { requestBody, parameters = [] }] of Object.entries(item as Record<string, Operation>)) {
      const body = validBody(Object.values(requestBody?.content ?? {})[0]?.schema, PHONE, api);
      const operation = `${method.toUpperCase()} ${path}`;
      const needed = parameters.filter((one) => one.in === 'query' && one.required);
      const query = new URLSearchParams(
        Object.fromEntries(needed.map(({ name, schema }) => [name, String(validBody(schema, PHONE, api))])),
      );
      const withPhone = `${query}&phone=${PHONE}&callerPhone=${DIGITS}`;
      for (const token of tokens) {
        const { code } = await send(token, operation, `${pathOf({ path })}?${withPhone}`, body);
        if (code === 'permission-missing') continue;
        await send(token, operation, `${pathOf({ path }, encodeURIComponent(PHONE))}?${query}`, body);
        await send(token, operation, `${pathOf({ path })}?${query}`, body);
        break;
      }
    }
  }
  const staff = tokens[roles.indexOf('staff')] ?? '';
  await send(staff, 'POST a call', '/v1/calls', { channel: 'hotline', text: `请打 ${PHONE}`, callerPhone: PHONE });
  const volunteer = { id: 'v-1', name: PHONE, phone: PHONE, birthDate: '1990-01-01' };
  await send(staff, 'POST a volunteer', '/v1/volunteers', volunteer);
  await send(staff, 'POST a line', '/v1/volunteers/import', { ...volunteer, id: 'v-2' });
  return exchanges;
}

async function refusalIn(response: Response): Promise<Pick<Exchange, 'code' | 'about'>> {
  // A feed never ends: its head is enough.
  if (response.headers.get('content-type')?.startsWith('text/event-stream')) {
    await response.body?.cancel();
    return { code: undefined, about: [] };
  }
  const text = await response.text();
  // A standard's refusals have a form of their own, and come from its handlers.
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json') ?? false;
  if (!isProblem) return { code: undefined, about: [] };
  const { code, errors = [] } = JSON.parse(text) as {
    code: string;
    errors?: { pointer?: string; parameter?: string }[];
  };
  return { code, about: errors.map(({ pointer, parameter }) => pointer ?? parameter ?? '') };
}

test('a telephone number sent through every route is in no log line and in no metric', async () => {
  const exchanges = await sendEverywhere();
  expect(exchanges.filter(({ status }) => status >= 500)).toEqual([]);
  expect(exchanges.slice(-3).map(({ status }) => status)).toEqual([201, 201, 200]);
  // The handlers themselves had the telephone in their hands: no route refused all that it was sent for its form.
  const reached = new Set(
    exchanges.filter(({ code = '' }) => !BEFORE_THE_HANDLER.includes(code)).map(({ operation }) => operation),
  );
  expect(exchanges.filter(({ operation }) => !reached.has(operation))).toEqual([]);
  const lines = () => platform.output().split('\n');
  // Each request has its line, so that there is something to search.
  await eventually(() => {
    expect(lines().filter((line) => /"route":"\/(v1|open311)\//.test(line)).length).toBeGreaterThanOrEqual(
      exchanges.length,
    );
  });
  expect(lines().filter((line) => line.includes(DIGITS))).toEqual([]);
  expect(await (await fetch(metricsUrl)).text()).not.toContain(DIGITS);
});
