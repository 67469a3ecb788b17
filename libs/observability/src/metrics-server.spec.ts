import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createMetrics, createProcessMetrics, HttpMetrics } from './metrics.js';
import { serveMetrics } from './metrics-server.js';

describe('/metrics', () => {
  let server: Server;
  let text: string;

  beforeAll(async () => {
    const registries = ['request', 'claim'].map((service) => {
      const registry = createMetrics(service);
      const http = new HttpMetrics(registry);
      http.begin();
      http.end('GET', '/v1/needs/:needId', 200, 0.003);
      return registry;
    });
    server = await serveMetrics([...registries, createProcessMetrics()], 0, '127.0.0.1');
    const { port } = server.address() as AddressInfo;
    text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  });

  afterAll(() => void server.close());

  it('tells the metrics of several services apart by their label', () => {
    for (const service of ['request', 'claim']) {
      expect(text).toMatch(
        new RegExp(`huying_http_request_duration_seconds_count\\{[^}]*service="${service}"[^}]*\\} 1\n`),
      );
    }
  });

  it('tells each family once', () => {
    const families = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
    expect(new Set(families).size).toBe(families.length);
    expect(families).toContain('process_resident_memory_bytes');
  });
});
