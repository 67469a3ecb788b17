/** Makes the load: N keep-alive connections without pipelining, each of which asks again once it is answered. */
import { Pool, type Dispatcher } from 'undici';
import { percentile } from '../statistics.js';
import type { Answers, LoadOrder, Rush } from './load.js';

let tokens: readonly string[] = [];

process.on('disconnect', () => process.exit(0));
process.on('message', (order: LoadOrder) => {
  if ('tokens' in order) {
    tokens = order.tokens.map((token) => `Bearer ${token}`);
    process.send?.({});
    return;
  }
  const work = 'rush' in order ? rush(order.rush) : greet(order.greet);
  work.then(
    (answers) => process.send?.(answers),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.send?.({});

function rush({ needIds, rushers, from, seconds, ...server }: Rush): Promise<Answers> {
  const mark = `${Date.now().toString(36)}-${from}`;
  const paths = needIds.map((needId) => `/v1/needs/${needId}/claims`);
  return load(server, paths.length * rushers, seconds, (number) => ({
    method: 'POST',
    path: paths[Math.floor(number / rushers)] ?? '',
    headers: ['authorization', tokens[(from + number) % tokens.length] ?? '', 'idempotency-key', `${mark}-${number}`],
  }));
}

function greet(server: Pick<Rush, 'url' | 'connections'>): Promise<Answers> {
  return load(server, tokens.length, Infinity, (number) => ({
    method: 'GET',
    path: '/v1/nothing',
    headers: ['authorization', tokens[number] ?? ''],
  }));
}

async function load(
  { url, connections }: Pick<Rush, 'url' | 'connections'>,
  total: number,
  seconds: number,
  requestOf: (number: number) => Dispatcher.DispatchOptions,
): Promise<Answers> {
  const pool = new Pool(url, { connections, pipelining: 1, headersTimeout: 60_000 });
  const latencies: Record<number, number[]> = {};
  const cpuBefore = process.cpuUsage();
  const started = performance.now();
  const deadline = started + seconds * 1_000;
  let next = 0;
  const asker = async (): Promise<void> => {
    for (let number = next++; number < total && performance.now() < deadline; number = next++) {
      const asked = performance.now();
      const status = await ask(pool, requestOf(number));
      (latencies[status] ??= []).push(performance.now() - asked);
    }
  };
  await Promise.all(Array.from({ length: connections }, asker));
  const elapsed = (performance.now() - started) / 1_000;
  const { user, system } = process.cpuUsage(cpuBefore);
  await pool.close();
  const each = <Value>(figure: (values: number[]) => Value) =>
    Object.fromEntries(Object.entries(latencies).map(([status, values]) => [status, figure(values)]));
  const all = Object.values(latencies).flat();
  return {
    seconds: elapsed,
    perSecond: all.length / elapsed,
    statuses: each(({ length }) => length),
    p99: each((values) => percentile(values, 0.99)),
    all: { p50: percentile(all, 0.5), p99: percentile(all, 0.99) },
    loadCpuSeconds: (user + system) / 1e6,
  };
}

/** The status of the answer, once it is read to its end. */
function ask(pool: Pool, request: Dispatcher.DispatchOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    let status = 0;
    pool.dispatch(request, {
      onRequestStart: () => undefined,
      onResponseStart: (_, code) => void (status = code),
      onResponseData: () => undefined,
      onResponseEnd: () => resolve(status),
      onResponseError: (_, error) => reject(error),
    });
  });
}
