import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { create } from '@bufbuild/protobuf';
import {
  NeedFilledSchema,
  NeedPublishedSchema,
  PlaceHeldSchema,
  toTimestamp,
  type NeedFilled,
  type NeedPublished,
} from '@huying/contracts';
import { Consumer, On, type Delivery } from '@huying/events';
import type { ServiceDefinition } from '@huying/http';
import { eventually, TestService } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { propagation, SpanKind, trace } from '@opentelemetry/api';
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
  type ReadableSpan,
} from '@opentelemetry/sdk-trace-node';
import { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import { requestService } from '../src/index.js';
import { aNeed, raised } from './examples.js';

/** Stands in for the claim service: the only place of a published need is held at once. */
@Consumer()
class FirstComeFirstServed {
  @On(NeedPublishedSchema)
  published({ event: { needId, communityId }, tx }: Delivery<NeedPublished>): void {
    const heldAt = toTimestamp(Temporal.Now.instant());
    tx.emit(
      create(PlaceHeldSchema, {
        needId,
        communityId,
        claimId: uuidv7(),
        volunteerId: 'v-1',
        place: 1,
        sequence: 1n,
        heldAt,
      }),
    );
  }

  @On(NeedFilledSchema)
  filled(_: Delivery<NeedFilled>): void {
    // The end of the way.
  }
}

@Module({ controllers: [FirstComeFirstServed] })
class NeighbourModule {}

const neighbour: ServiceDefinition = {
  name: 'claim',
  title: 'A neighbour',
  module: NeighbourModule,
  entities: [],
  migrations: [],
  paths: [],
};

const exporter = new InMemorySpanExporter();
const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
const lines: string[] = [];
let api: TestService;
let claim: TestService;

beforeAll(async () => {
  provider.register();
  api = await TestService.start(
    requestService,
    { LOG_LEVEL: 'debug' },
    { logs: { write: (line: string) => void lines.push(line) } },
  );
  const { TOPIC_PREFIX = '', DATABASE_PREFIX = '' } = api.environment;
  claim = await TestService.start(neighbour, { TOPIC_PREFIX, DATABASE_PREFIX });
}, 60_000);
afterAll(async () => {
  await claim.stop();
  await api.stop();
  await provider.shutdown();
  trace.disable();
  propagation.disable();
});

const traceId = '0af7651916cd43dd8448eb211c80319c';
const traceparent = `00-${traceId}-b7ad6b7169203331-01`;
const spansOfTrace = (): ReadableSpan[] =>
  exporter.getFinishedSpans().filter((span) => span.spanContext().traceId === traceId);
const named = (name: string): ReadableSpan | undefined => spansOfTrace().find((span) => span.name === name);

describe('one trace', () => {
  it('runs from the client’s request over Kafka, there and back, to the last consumer', async () => {
    const needId = await raised(api, { places: 1 });
    await api.post(`/v1/needs/${needId}/publication`, {}, { headers: { traceparent } });
    const way = [
      'POST /v1/needs/:needId/publication',
      'consume huying.request.v1.NeedPublished',
      'consume huying.claim.v1.PlaceHeld',
      'consume huying.request.v1.NeedFilled',
    ];
    await eventually(() => expect(spansOfTrace().map(({ name }) => name)).toEqual(expect.arrayContaining(way)));
    const spans = way.map(named);
    expect(spans.map((span) => span?.kind)).toEqual([
      SpanKind.SERVER,
      SpanKind.CONSUMER,
      SpanKind.CONSUMER,
      SpanKind.CONSUMER,
    ]);
    expect(spans[0]?.parentSpanContext?.spanId).toBe('b7ad6b7169203331');
    for (let n = 1; n < way.length; n++)
      expect(spans[n]?.parentSpanContext?.spanId).toBe(spans[n - 1]?.spanContext().spanId);
    expect(spansOfTrace().filter(({ name }) => name === way[0])).toHaveLength(1);
  });

  it('is kept by a request whose body comes late', async () => {
    exporter.reset();
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
    const told = lines.map((line) => JSON.parse(line) as { traceId?: string; req?: { id: string } });
    const [event] = await api.service.database.dataSource.query<{ headers: { traceparent?: string } }[]>(
      `SELECT headers FROM outbox WHERE type LIKE '%NeedRaised' ORDER BY id DESC LIMIT 1`,
    );
    expect(event?.headers.traceparent).toContain(traceId);
    expect(told.some((line) => line.traceId === traceId && line.req?.id === answer.headers['x-request-id'])).toBe(true);
  });

  it('is named in the log lines of its request', () => {
    const told = lines.map((line) => JSON.parse(line) as { traceId?: string; msg: string; req?: { route: string } });
    const ofRequest = told.filter(({ msg, req }) => msg === 'request completed' && req?.route.endsWith('/publication'));
    expect(ofRequest).toMatchObject([{ traceId }]);
  });

  it('tells the route and the status of a request, and nothing of what was asked', async () => {
    exporter.reset();
    await api.get('/v1/calls?callerPhone=13800138000', { headers: { traceparent } });
    await api.post('/v1/calls', '{"text": "王大爷', { headers: { traceparent } });
    await api.get('/v1/needs/13800138000', { headers: { traceparent } });
    await eventually(() => expect(spansOfTrace()).toHaveLength(3));
    expect(spansOfTrace().map(({ name, attributes }) => [name, attributes['http.response.status_code']])).toEqual([
      ['GET /v1/calls', 200],
      ['POST /v1/calls', 400],
      ['GET /v1/needs/:needId', 400],
    ]);
    const told = JSON.stringify(
      spansOfTrace().map(({ name, attributes, events, status }) => ({ name, attributes, events, status })),
    );
    expect(told).not.toMatch(/1380013|王大爷/);
  });

  it('begins with us when the client sends none, another for each request', async () => {
    exporter.reset();
    await Promise.all([api.get('/v1/needs'), api.get('/v1/needs')]);
    await eventually(() => expect(exporter.getFinishedSpans()).toHaveLength(2));
    const ids = exporter.getFinishedSpans().map((span) => span.spanContext().traceId);
    expect(new Set([...ids, traceId]).size).toBe(3);
  });
});
