import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role } from '@huying/auth';
import { eventually } from '@huying/testing';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { getToken } from '../src/index.js';
import { sayItIsSeeded, startProcess, untilReady, type ReadyPlatform } from './process.js';

interface Span {
  readonly traceId: string;
  readonly name: string;
  readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue?: string } }[];
}
interface Export {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly Span[] }[] }[];
}

const dataDir = mkdtempSync(join(tmpdir(), 'huying-traces-'));
const traceId = randomBytes(16).toString('hex');
const spans: Span[] = [];
let receiver: Server;
let platform: ReadyPlatform;

/** A receiver of OTLP over HTTP, as an operator's is. */
async function startReceiver(): Promise<string> {
  receiver = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      if (request.url === '/v1/traces') {
        const { resourceSpans } = JSON.parse(body) as Export;
        spans.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)));
      }
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  return `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  const mark = `t${randomBytes(4).toString('hex')}`;
  sayItIsSeeded(dataDir);
  const started = startProcess(dataDir, {
    environment: {
      NODE_OPTIONS: '--import @huying/observability/tracing',
      TOPIC_PREFIX: `${mark}.`,
      DATABASE_PREFIX: `${mark}_`,
      REDIS_PREFIX: `${mark}:`,
      OTEL_EXPORTER_OTLP_ENDPOINT: await startReceiver(),
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_METRICS_EXPORTER: 'none',
      OTEL_LOGS_EXPORTER: 'none',
      OTEL_BSP_SCHEDULE_DELAY: '200',
      LOG_LEVEL: 'debug',
    },
  });
  platform = await untilReady(started);
});
afterAll(async () => {
  platform.child.kill('SIGTERM');
  await platform.ended;
  receiver.close();
  rmSync(dataDir, { recursive: true, force: true });
});

/** A request of somebody whose app traces: all that it does about this call is one trace. */
async function ask(role: Role, subject: string, method: string, path: string, body?: object) {
  const response = await fetch(`${platform.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${await getToken(platform.url, { role, subject, community: 'xishan' })}`,
      'idempotency-key': randomBytes(8).toString('hex'),
      traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-01`,
      ...(body && { 'content-type': 'application/json' }),
    },
    body: body && JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as { id: string } };
}

const named = (name: string) => spans.filter((span) => span.traceId === traceId && span.name === name);
/** The services that have taken such an event from Kafka, in this trace. */
const consumersOf = (type: string) =>
  named(`consume ${type}`).map(
    ({ attributes }) => attributes.find(({ key }) => key === 'messaging.consumer.group.name')?.value.stringValue,
  );
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

test('one trace reaches the receiver from the call over Kafka, the need and the claim to the district’s feed', async () => {
  const staff = (path: string, body: object) => ask('staff', 'staff-1', 'POST', path, body);
  const phone = '13900139000';
  const consents = ['privacy-notice'];
  await staff('/v1/volunteers', { id: 'v-1', name: '陈晨', phone, birthDate: '1995-03-08', consents });
  const call = await staff('/v1/calls', { channel: 'hotline', text: '家里的电饭煲坏了,想请志愿者来修一下' });
  const need = await staff('/v1/needs', {
    callId: call.body.id,
    catalogueItemCode: 'LC-001',
    title: '修电饭煲',
    places: 1,
    startsAt: inHours(24),
    endsAt: inHours(26),
    location: { name: '居民会客厅' },
    personInCharge: '值班社工',
  });
  expect((await staff(`/v1/needs/${need.body.id}/publication`, {})).status).toBe(201);
  const claim = `/v1/needs/${need.body.id}/claims`;
  await eventually(async () => expect((await ask('volunteer', 'v-1', 'POST', claim)).status).toBe(201));
  await eventually(async () => {
    const { body } = await ask('district', 'd-1', 'GET', '/v1/events?limit=100');
    expect((body as unknown as { type: string }[]).map(({ type }) => type)).toContain('huying.claim.v1.PlaceHeld');
  });

  await eventually(() => {
    for (const route of ['/v1/calls', '/v1/needs', '/v1/needs/:needId/publication', '/v1/needs/:needId/claims']) {
      expect([route, named(`POST ${route}`).length > 0]).toEqual([route, true]);
    }
    expect(consumersOf('huying.request.v1.NeedPublished')).toContain('huying.claim');
    expect(consumersOf('huying.claim.v1.PlaceHeld')).toEqual(
      expect.arrayContaining(['huying.request', 'huying.volunteer', 'huying.district']),
    );
  });
  const line = platform
    .output()
    .split('\n')
    .find((one) => one.includes('"route":"/v1/needs"') && one.includes('"status":201'));
  expect(JSON.parse(line ?? '{}')).toMatchObject({
    trace_id: traceId,
    span_id: expect.stringMatching(/^[0-9a-f]{16}$/) as unknown,
  });
  expect(JSON.stringify(spans)).not.toMatch(/电饭煲|陈晨|13900139000/);
});
