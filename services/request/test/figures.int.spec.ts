import { eventually, TestService, Wire } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { requestService } from '../src/index.js';
import { aCall, asResident, completed, published, raised } from './examples.js';

let api: TestService;
let wire: Wire;

beforeAll(async () => {
  wire = await Wire.to(process.env.POSTGRES_URL ?? '');
  api = await TestService.start(requestService, { POSTGRES_URL: wire.address, LOG_LEVEL: 'fatal' });
});
afterAll(async () => {
  await api.stop();
  wire.close();
});

/** What operators read: figures by their labels, without that of the service. */
async function figures(metric: string): Promise<Record<string, number>> {
  const found = (await api.service.metrics.getMetricsAsJSON()).find(({ name }) => name === metric);
  const values = (found?.values ?? []) as { labels: Record<string, string>; value: number }[];
  return Object.fromEntries(
    values.map(({ labels, value }) => {
      const { service: _service, ...own } = labels;
      return [Object.values(own).join(' '), value];
    }),
  );
}

describe('what operators see of needs and calls', () => {
  it('is nothing before anything has happened, and zeros for what has not', async () => {
    expect(await figures('huying_needs')).toEqual({});
    expect(await figures('huying_stored_figures_up')).toEqual({ '': 1 });
    await raised(api);
    await eventually(async () => {
      expect(await figures('huying_needs')).toMatchObject({ 'xishan draft': 1, 'xishan published': 0 });
    });
  });

  it('are needs by state, those being claimed, those overdue, and what callers said', async () => {
    await published(api);
    const call = await api.post('/v1/calls', aCall({ callerId: 'r-1' }));
    const needId = await completed(api, { callId: call.body.id });
    await api.post(`/v1/needs/${needId}/feedback`, { rating: 4 }, asResident('r-1'));
    const states = async () => figures('huying_needs');
    await eventually(async () => {
      const { 'xishan draft': draft, 'xishan published': open, 'xishan closed': closed } = await states();
      expect({ draft, open, closed }).toEqual({ draft: 1, open: 1, closed: 1 });
      expect(await figures('huying_needs_being_claimed')).toEqual({ xishan: 1 });
      expect(await figures('huying_needs_overdue')).toEqual({ xishan: 0 });
      expect(await figures('huying_needs_rated')).toMatchObject({ 'xishan 4': 1, 'xishan 5': 0 });
    });
    api.clock.advance({ hours: 24 * 20 });
    await eventually(async () => {
      expect(await figures('huying_needs_being_claimed')).toEqual({ xishan: 0 });
      expect((await figures('huying_needs_overdue')).xishan).toBeGreaterThan(0);
    });
    api.clock.release();
  });

  it('are calls by the way they came, and those not in the catalogue yet', async () => {
    await api.post('/v1/calls', aCall({ channel: 'walk-in', text: '今天天气真好' }));
    await eventually(async () => {
      expect(await figures('huying_calls')).toMatchObject({ 'xishan walk-in': 1, 'xishan hotline': 1 });
      expect(await figures('huying_calls_unclassified')).toEqual({ xishan: 1 });
    });
  });

  it('are missing, and said to be, while the database is away; everything else is told on', async () => {
    expect(await figures('huying_dependency_up')).toMatchObject({ database: 1, running: 1 });
    wire.cut();
    await eventually(async () => {
      expect(await figures('huying_stored_figures_up')).toEqual({ '': 0 });
      expect(await figures('huying_needs')).toEqual({});
      expect(await figures('huying_dependency_up')).toMatchObject({ database: 0, running: 1 });
      expect(Object.keys(await figures('huying_http_request_duration_seconds'))).not.toHaveLength(0);
    });
    wire.mend();
    await eventually(async () => {
      expect(await figures('huying_stored_figures_up')).toEqual({ '': 1 });
      expect(await figures('huying_needs')).toMatchObject({ 'xishan draft': 1 });
    });
  });
});
