/**
 * A process has one tracer.
 * @jest-environment node
 */
import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { serveMetrics } from '@huying/observability';
import { eventually, RecordedTraces, TestService } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { claimService } from '../src/index.js';
import { aNeed, Claiming } from './support.js';

let traces: RecordedTraces;
let claims: TestService;
let claiming: Claiming;

beforeAll(async () => {
  traces = RecordedTraces.begin();
  claims = await TestService.start(claimService, { LOG_LEVEL: 'fatal' });
  claiming = new Claiming(claims);
});
afterAll(async () => {
  await claims.stop();
  await traces.end();
});

/** The latencies as who reads OpenMetrics is told them: lines of that metric that lead to that trace. */
async function leadingTo(traceId: string, metric: string): Promise<string[]> {
  const server = await serveMetrics([claims.service.metrics], 0, '127.0.0.1');
  try {
    const { port } = server.address() as AddressInfo;
    const headers = { accept: 'application/openmetrics-text' };
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`, { headers })).text();
    return text
      .split('\n')
      .filter((line) => line.startsWith(`${metric}_bucket{`) && line.includes(`# {trace_id="${traceId}"`));
  } finally {
    server.close();
  }
}

describe('a latency', () => {
  it.each(['huying_claim_watermark_wait_seconds', 'huying_claim_journal_commit_seconds'])(
    '%s leads to the trace of a claim that it delayed',
    async (metric) => {
      const [person = ''] = await claiming.people(1);
      const needId = await claiming.published(aNeed({ places: 1 }));
      const traceId = randomBytes(16).toString('hex');
      const headers = {
        'idempotency-key': traceId,
        traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-01`,
      };
      const as = { role: 'volunteer', subject: person } as const;
      const { answer } = await claiming.untilAnswered(() =>
        claims.request('POST', `/v1/needs/${needId}/claims`, { as, headers }),
      );
      expect(answer.status).toBe(201);
      await eventually(async () => {
        const [line, ...others] = await leadingTo(traceId, metric);
        expect(line).toContain('pool="xishan"');
        expect(others).toEqual([]);
      });
    },
  );
});
