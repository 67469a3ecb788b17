import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NeedFilledSchema, NeedPublishedSchema, type NeedFilled, type NeedPublished } from '@huying/contracts';
import { createMetrics, serveMetrics } from '@huying/observability';
import { propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import type { AddressInfo } from 'node:net';
import { Consumer, On } from './decorators.js';
import type { Delivery } from './delivery.js';
import { Relay } from './relay.js';
import { aNeedId, needFilled, needPublished, silent, TestBed, until, type TestService } from './test-support.js';

@Consumer()
class OnNeedPublished {
  @On(NeedPublishedSchema)
  handle({ event, tx }: Delivery<NeedPublished>): void {
    tx.emit(needFilled(event.needId, 1));
  }
}

@Consumer()
class OnNeedFilled {
  @On(NeedFilledSchema)
  async handle({ event, tx, envelope }: Delivery<NeedFilled>): Promise<void> {
    if (event.places === 13) throw new Error('13800001111');
    await tx.query('INSERT INTO effect (need_id, event_id, place) VALUES ($1, $2, $3)', [
      event.needId,
      envelope.id,
      event.places,
    ]);
  }
}

describe('what can be observed', () => {
  const bed = new TestBed();
  const exporter = new InMemorySpanExporter();
  const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const metrics = createMetrics('all');
  let request: TestService;
  let volunteer: TestService;

  beforeAll(async () => {
    provider.register();
    await bed.topics(['claim', 'volunteer']);
    request = await bed.service('request');
    volunteer = await bed.service('volunteer');
    const claim = await bed.service('claim');
    for (const service of [request, claim]) {
      const relay = new Relay({
        service: service.name,
        dataSource: service.dataSource,
        kafka: bed.kafka,
        logger: silent,
        metrics,
      });
      relay.start();
      bed.later(() => relay.stop());
    }
    await bed.consumer(claim, [OnNeedPublished], { metrics });
    await bed.consumer(volunteer, [OnNeedFilled], { metrics });
  });
  afterAll(async () => {
    await bed.close();
    await provider.shutdown();
    trace.disable();
    propagation.disable();
  });

  const tracer = trace.getTracer('test');
  const publish = (name: string, needId: string) =>
    tracer.startActiveSpan(name, async (span) => {
      await request.database.withTransaction((tx) => {
        tx.emit(needPublished(needId));
        return Promise.resolve();
      });
      span.end();
      return span.spanContext();
    });

  it('is one trace from the request over Kafka to the last consumer, also when many events share a transaction', async () => {
    const needs = Array.from({ length: 20 }, aNeedId);
    const traces = await Promise.all(needs.map((needId) => publish('POST /v1/needs', needId)));
    await until('all have come to the end', async () => (await volunteer.effects()).length === needs.length);
    for (const { traceId, spanId } of traces) {
      const spans = exporter.getFinishedSpans().filter((span) => span.spanContext().traceId === traceId);
      const [first, second, third] = [
        'POST /v1/needs',
        `consume ${NeedPublishedSchema.typeName}`,
        `consume ${NeedFilledSchema.typeName}`,
      ].map((name) => spans.find((span) => span.name === name));
      expect(spans).toHaveLength(3);
      expect(first?.spanContext().spanId).toBe(spanId);
      expect(second?.parentSpanContext?.spanId).toBe(spanId);
      expect(third?.parentSpanContext?.spanId).toBe(second?.spanContext().spanId);
      expect(third?.kind).toBe(SpanKind.CONSUMER);
    }
  });

  it('counts what happens, and says nothing personal of what fails', async () => {
    await request.database.withTransaction((tx) => {
      tx.emit(needFilled(aNeedId(), 13));
      return Promise.resolve();
    });
    const figure = async (name: string, labels: Record<string, string>) => {
      const { values = [] } = (await metrics.getSingleMetric(name)?.get()) ?? {};
      return values.find((entry) =>
        Object.entries(labels).every(([label, value]) => String(entry.labels[label]) === value),
      )?.value;
    };
    const type = NeedFilledSchema.typeName;
    await until(
      'it is counted as dead',
      async () => (await figure('huying_dead_letters_total', { service: 'volunteer', type })) === 1,
    );
    expect(await figure('huying_events_handled_total', { service: 'volunteer', type, outcome: 'applied' })).toBe(20);
    expect(await figure('huying_events_handled_total', { service: 'volunteer', type, outcome: 'dead' })).toBe(1);
    expect(await figure('huying_events_handled_total', { service: 'claim', type, outcome: 'skipped' })).toBe(21);
    expect(await figure('huying_events_relayed_total', { service: 'claim', type })).toBe(20);
    expect(await figure('huying_event_delay_seconds', { service: 'volunteer', type, le: '15' })).toBe(20);
    await until(
      'nothing is left to relay',
      async () => (await figure('huying_outbox_pending', { service: 'request' })) === 0,
    );

    const failed = exporter.getFinishedSpans().filter(({ status }) => status.code === SpanStatusCode.ERROR);
    expect(failed).toHaveLength(3);
    expect(
      JSON.stringify(failed.map(({ attributes, events, status }) => ({ attributes, events, status }))),
    ).not.toContain('13800001111');
  });

  it('leads from a delay to the trace in which it arose, for who reads OpenMetrics', async () => {
    const { traceId } = await publish('POST /v1/needs', aNeedId());
    const server = await serveMetrics([metrics], 0, '127.0.0.1');
    const { port } = server.address() as AddressInfo;
    const delays = async (type: string) => {
      const headers = { accept: 'application/openmetrics-text' };
      const text = await (await fetch(`http://127.0.0.1:${port}/metrics`, { headers })).text();
      return text
        .split('\n')
        .filter((line) => line.startsWith('huying_event_delay_seconds_bucket') && line.includes(`type="${type}"`));
    };
    try {
      for (const [service, { typeName }] of [
        ['claim', NeedPublishedSchema],
        ['volunteer', NeedFilledSchema],
      ] as const) {
        await until('its delay leads to it', async () =>
          (await delays(typeName)).some((line) => line.includes(`# {trace_id="${traceId}"`)),
        );
        const [exemplar] = (await delays(typeName)).filter((line) => line.includes(traceId));
        const spanId = /span_id="(\w+)"/.exec(exemplar ?? '')?.[1];
        expect(exemplar).toContain(`service="${service}"`);
        const span = exporter.getFinishedSpans().find((one) => one.spanContext().spanId === spanId);
        expect(span?.name).toBe(`consume ${typeName}`);
      }
    } finally {
      server.close();
    }
  });
});
