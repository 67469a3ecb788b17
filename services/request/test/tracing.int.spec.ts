/**
 * A process has one logger and one tracer.
 * @jest-environment node
 */
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { eventually, RecordedTraces, TestService } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { requestService } from '../src/index.js';
import { aNeed } from './examples.js';

const lines: string[] = [];
let api: TestService;
let traces: RecordedTraces;

beforeAll(async () => {
  traces = RecordedTraces.begin();
  api = await TestService.start(
    requestService,
    { LOG_LEVEL: 'debug' },
    { logs: { write: (line: string) => void lines.push(line) } },
  );
});
afterAll(async () => {
  await api.stop();
  await traces.end();
});

const traceId = '0af7651916cd43dd8448eb211c80319c';
const traceparent = `00-${traceId}-b7ad6b7169203331-01`;

describe('a trace', () => {
  it('is kept by a request whose body comes late', async () => {
    traces.forget();
    const inFlight = async () =>
      (await api.service.metrics.getSingleMetric('huying_http_requests_in_flight')?.get())?.values[0]?.value;
    const body = Buffer.from(JSON.stringify(aNeed({ places: 1 })));
    const { hostname, port } = new URL(api.url);
    const authorization = `Bearer ${await api.issuer.token()}`;
    const headers = { authorization, traceparent, 'content-type': 'application/json', 'content-length': body.length };
    const slow = request({ hostname, port, path: '/v1/needs', method: 'POST', headers });
    slow.write(body.subarray(0, 10));
    await eventually(async () => expect(await inFlight()).toBe(1));
    slow.end(body.subarray(10));
    const [answer] = (await once(slow, 'response')) as [IncomingMessage];
    expect(answer.resume().statusCode).toBe(201);
    const told = lines.map((line) => JSON.parse(line) as { trace_id?: string; req?: { id: string } });
    const [event] = await api.service.database.dataSource.query<{ headers: { traceparent?: string } }[]>(
      `SELECT headers FROM outbox WHERE type LIKE '%NeedRaised' ORDER BY id DESC LIMIT 1`,
    );
    expect(event?.headers.traceparent).toContain(traceId);
    expect(told.some((line) => line.trace_id === traceId && line.req?.id === answer.headers['x-request-id'])).toBe(
      true,
    );
  });

  it('is named in the log lines of its request', () => {
    const told = lines.map((line) => JSON.parse(line) as { trace_id?: string; msg: string; req?: { route: string } });
    const ofRequest = told.filter(({ msg, req }) => msg === 'request completed' && req?.route === '/v1/needs');
    expect(ofRequest).toMatchObject([
      { trace_id: traceId, span_id: expect.stringMatching(/^[0-9a-f]{16}$/) as unknown },
    ]);
  });

  it('tells the route and the status of a request, and nothing of what was asked', async () => {
    traces.forget();
    await api.get('/v1/calls?callerPhone=13800138000', { headers: { traceparent } });
    await api.post('/v1/calls', '{"text": "王大爷', { headers: { traceparent } });
    await api.get('/v1/needs/13800138000', { headers: { traceparent } });
    await eventually(() => expect(traces.spans(traceId)).toHaveLength(3));
    expect(
      traces.spans(traceId).map(({ name, attributes }) => [name, attributes['http.response.status_code']]),
    ).toEqual([
      ['GET /v1/calls', 200],
      ['POST /v1/calls', 400],
      ['GET /v1/needs/:needId', 400],
    ]);
    const told = JSON.stringify(
      traces.spans(traceId).map(({ name, attributes, events, status }) => ({ name, attributes, events, status })),
    );
    expect(told).not.toMatch(/1380013|王大爷/);
  });

  it('begins with us when the client sends none, another for each request', async () => {
    traces.forget();
    await Promise.all([api.get('/v1/needs'), api.get('/v1/needs')]);
    await eventually(() => expect(traces.spans()).toHaveLength(2));
    const ids = traces.spans().map((span) => span.spanContext().traceId);
    expect(new Set([...ids, traceId]).size).toBe(3);
  });
});
