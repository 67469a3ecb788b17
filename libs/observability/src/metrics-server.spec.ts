import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Counter } from 'prom-client';
import { createMetrics, createProcessMetrics, HttpMetrics } from './metrics.js';
import { serveMetrics } from './metrics-server.js';

describe('/metrics', () => {
  let server: Server;
  let text: string;
  let open: string;

  beforeAll(async () => {
    const registries = ['request', 'claim'].map((service) => {
      const registry = createMetrics(service);
      const http = new HttpMetrics(registry);
      http.begin();
      http.end('GET', '/v1/needs/:needId', 200, 0.003, { trace_id: `trace-of-${service}` });
      new Counter({ name: 'huying_things_total', help: 'Things.', registers: [registry] }).inc();
      return registry;
    });
    server = await serveMetrics([...registries, createProcessMetrics()], 0, '127.0.0.1');
    const { port } = server.address() as AddressInfo;
    const read = async (accept: string) => {
      const answer = await fetch(`http://127.0.0.1:${port}/metrics`, { headers: { accept } });
      expect(answer.headers.get('content-type')).toContain(accept);
      return answer.text();
    };
    text = await read('text/plain');
    open = await read('application/openmetrics-text');
  });

  afterAll(() => void server.close());

  it('tells the metrics of several services apart by their label', () => {
    for (const service of ['request', 'claim']) {
      expect(text).toMatch(
        new RegExp(`huying_http_request_duration_seconds_count\\{[^}]*service="${service}"[^}]*\\} 1\n`),
      );
    }
  });

  it('leads from a latency to its trace, for who reads OpenMetrics', () => {
    for (const service of ['request', 'claim']) {
      const exemplar = ` 1 # {trace_id="trace-of-${service}"} 0.003 `;
      expect(open.split('\n').filter((line) => line.includes(exemplar))).toHaveLength(1);
    }
    expect(open).toMatch(/# EOF\n$/);
    expect(text).not.toContain('trace-of');
  });

  it('calls a counter the same in both forms', () => {
    for (const form of [text, open]) expect(form).toContain('huying_things_total{service="claim"} 1\n');
  });

  it('tells each family once', () => {
    const families = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
    expect(new Set(families).size).toBe(families.length);
    expect(families).toContain('process_resident_memory_bytes');
  });
});
