import { setTimeout as pause } from 'node:timers/promises';
import { expect } from '@jest/globals';
import type { Journaler } from '../../src/journal/journaler.js';
import { ClaimRedis } from '../../src/pools/claim-redis.js';
import type { RealPool } from '../rules/pool-under-test.js';

type Kind = typeof Journaler;

const PATIENCE_MS = 2_500;
const needId = '0190aaaa-0000-7000-8000-000000000001';

/** What became of a journaler that ran until it had committed so much, had thrown, or the time was over. */
interface Run {
  readonly code: string | undefined;
  /** What is in the ledger, in the order of the log. */
  readonly ledger: readonly { sequence: number; batch: string }[];
  /** Up to where clients would be told that their claims are committed. */
  readonly told: number | undefined;
}

async function run(
  real: RealPool,
  Kind: Kind,
  until: number,
  how: Parameters<RealPool['journaler']>[1] = {},
): Promise<Run> {
  const { journaler, watermarks } = real.journaler(Kind, how);
  const over = new AbortController();
  let code: string | undefined;
  let ended = false;
  const running = journaler
    .run(over.signal)
    .catch((error: Error & { code?: string }) => void (code = error.code ?? error.message))
    .finally(() => (ended = true));
  const deadline = Date.now() + PATIENCE_MS;
  const count = async () => (await ledgerOf(real)).length;
  while (!ended && Date.now() < deadline && (await count()) < until) await pause(10);
  over.abort();
  await running;
  await watermarks.onApplicationShutdown();
  const { pool } = real.broken.keys;
  return { code, ledger: await ledgerOf(real), told: watermarks.of(pool)?.sequence };
}

async function ledgerOf(real: RealPool): Promise<Run['ledger']> {
  const rows = await real.query<{ sequence: string; batch: string }>(
    `SELECT sequence, xmin::text AS batch FROM ledger WHERE pool = $1 ORDER BY ledger.sequence`,
  );
  return rows.map(({ sequence, batch }) => ({ sequence: Number(sequence), batch }));
}

/** Writes so many entries that change nothing; of which an operation begins is told by its number. */
async function log(real: RealPool, count: number, begins: (sequence: number) => boolean = () => true): Promise<void> {
  const { client, keys } = real.broken;
  const pipeline = client.pipeline();
  for (let sequence = 1; sequence <= count; sequence += 1) {
    const operation = begins(sequence) ? ['op', 'release'] : [];
    const data = JSON.stringify({ need: needId, passed: [] });
    pipeline.xadd(keys.log, `${keys.epoch}-${sequence}`, 'kind', 'passed', 'at', 0, 'data', data, ...operation);
  }
  pipeline.set(keys.sequence, count);
  await pipeline.exec();
  await real.query(`INSERT INTO pools (pool, epoch) VALUES ($1, 1)`);
}

/** An entry of that kind as it should be, but for the fields that are said. */
const entry =
  (kind: string, but: object, at: string | number = 0) =>
  (mark: string): (string | number)[] => {
    const names = { need: `0190aaaa-${mark}-7000-8000-000000000001`, claim: `0190bbbb-${mark}-7000-8000-000000000001` };
    const data = JSON.stringify({ ...names, volunteer: 'v-1', key: 'k', number: 1, ...but });
    return ['kind', kind, 'at', at, 'data', data, 'op', 'claim'];
  };

const twice = [
  ['v-1', 'one'],
  ['v-1', 'other'],
];

/** What no script writes, and stands in the log all the same. */
const poisons: readonly (readonly [what: string, fields: (mark: string) => (string | number)[]])[] = [
  ['that a CHECK refuses', entry('held', { number: undefined })],
  ['that lacks what must be there', entry('held', { key: undefined })],
  ['whose need has no id', entry('held', { need: 'the one on the corner' })],
  ['with a character that PostgreSQL does not take', entry('held', { volunteer: 'v\0' })],
  ['that says two things of one volunteer', entry('volunteers', { records: twice })],
  ['that lacks what is read first', entry('opened', {})],
  ['without a time', entry('held', {}, 'noon')],
  ['that ends at no time', entry('offered', { source: 'staff', till: 'noon' })],
  ['that is no JSON', () => ['kind', 'held', 'at', 0, 'data', '{"need":']],
  ['that is no object', () => ['kind', 'held', 'at', 0, 'data', 'null']],
  ['of which nobody says what it is', () => ['hello', 'world']],
];

/** What a journaler must do, each alone on a pool of its own. Run by the tests, and by the check of mutants against which they must not hold. */
export const cases: readonly (readonly [name: string, holds: (real: RealPool, Kind: Kind) => Promise<void>])[] = [
  [
    'commits everything in order, and tells up to where',
    async (real, Kind) => {
      await log(real, 30);
      const { code, ledger, told } = await run(real, Kind, 30);
      expect({ code, told, last: ledger.at(-1)?.sequence }).toEqual({ code: undefined, told: 30, last: 30 });
      expect(ledger.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
    },
  ],
  [
    'commits nothing where somebody else has committed since',
    async (real, Kind) => {
      await log(real, 5);
      await real.query(`UPDATE pools SET sequence = 3 WHERE pool = $1`);
      expect(await run(real, Kind, 5)).toEqual({ code: 'journaler-fenced', ledger: [], told: undefined });
    },
  ],
  [
    'commits nothing once another epoch has begun in PostgreSQL',
    async (real, Kind) => {
      await log(real, 5);
      await real.query(`UPDATE pools SET epoch = 2 WHERE pool = $1`);
      expect(await run(real, Kind, 5)).toEqual({ code: 'journaler-fenced', ledger: [], told: undefined });
    },
  ],
  [
    'commits nothing once another epoch has begun in the log',
    async (real, Kind) => {
      await log(real, 0);
      await real.fence();
      const { client, keys } = real.broken;
      await client.xadd(
        keys.log,
        '2-1',
        'kind',
        'passed',
        'at',
        0,
        'data',
        JSON.stringify({ need: needId, passed: [] }),
      );
      await client.xdel(keys.log, '2-0');
      expect(await run(real, Kind, 1)).toEqual({ code: 'journaler-fenced', ledger: [], told: undefined });
    },
  ],
  [
    'does not go on past a gap',
    async (real, Kind) => {
      await log(real, 9);
      await real.broken.client.xdel(real.broken.keys.log, '1-5');
      expect(await run(real, Kind, 8)).toEqual({ code: 'pool-diverged', ledger: [], told: undefined });
    },
  ],
  [
    'does not commit what a unique index refuses, and says that the pool has diverged',
    async (real, Kind) => {
      await log(real, 0);
      const { client, keys } = real.broken;
      for (const n of [1, 2]) {
        const claim = `0190bbbb-${real.mark}-7000-8000-00000000000${n}`;
        const need = `0190aaaa-${real.mark}-7000-8000-000000000001`;
        const data = JSON.stringify({ need, volunteer: `v-${n}`, claim, key: 'k', number: 1 });
        await client.xadd(keys.log, `1-${n}`, 'kind', 'held', 'at', 0, 'data', data, 'op', 'claim');
      }
      await client.set(keys.sequence, 2);
      expect(await run(real, Kind, 2)).toEqual({ code: 'pool-diverged', ledger: [], told: undefined });
    },
  ],
  ...poisons.map(([what, fields]): (typeof cases)[number] => [
    `does not try for ever to commit an entry ${what}, but says that the pool has diverged`,
    async (real, Kind) => {
      await log(real, 2);
      const { client, keys } = real.broken;
      await client.xadd(keys.log, '1-3', ...fields(real.mark));
      expect(await run(real, Kind, 3)).toEqual({ code: 'pool-diverged', ledger: [], told: undefined });
    },
  ]),
  [
    'notices that Redis has forgotten the pool',
    async (real, Kind) => {
      await log(real, 3);
      await run(real, Kind, 3);
      await real.broken.client.del(real.broken.keys.sequence);
      expect(await run(real, Kind, 99, { watermark: 3 })).toMatchObject({ code: 'pool-diverged' });
    },
  ],
  [
    'notices that Redis is back at an earlier state',
    async (real, Kind) => {
      await log(real, 3);
      await run(real, Kind, 3);
      await real.broken.client.set(real.broken.keys.sequence, 2);
      expect(await run(real, Kind, 99, { watermark: 3 })).toMatchObject({ code: 'pool-diverged' });
    },
  ],
  [
    'commits nothing that another Redis says',
    async (real, Kind) => {
      await log(real, 3);
      expect(await run(real, Kind, 3, { runId: 'another' })).toEqual({
        code: 'pool-diverged',
        ledger: [],
        told: undefined,
      });
    },
  ],
  [
    'does not take it for another Redis when this one does not say who it is',
    async (real, Kind) => {
      await log(real, 3);
      const { client } = real.broken;
      await client.call('ACL', 'SETUSER', real.mark, 'on', '>x', '~*', '&*', '+@all', '-info');
      const url = new URL(process.env.REDIS_URL ?? '');
      Object.assign(url, { username: real.mark, password: 'x' });
      const redis = new ClaimRedis(url.href);
      const { code, ledger } = await run(real, Kind, 3, { runId: await real.redis.runId(), redis });
      await redis.onApplicationShutdown();
      await client.call('ACL', 'DELUSER', real.mark);
      expect(code).toMatch(/NOPERM/);
      expect(ledger).toEqual([]);
    },
  ],
  [
    'never commits half of an operation, however the portions fall',
    async (real, Kind) => {
      await log(real, 2_500, (sequence) => sequence % 7 === 1);
      const { ledger } = await run(real, Kind, 2_500);
      expect(ledger).toHaveLength(2_500);
      const batches = new Map(ledger.map(({ sequence, batch }) => [sequence, batch]));
      const torn = ledger.filter(({ sequence, batch }) => sequence % 7 !== 1 && batches.get(sequence - 1) !== batch);
      expect({ torn, batches: new Set(batches.values()).size > 1 }).toEqual({ torn: [], batches: true });
    },
  ],
  [
    'gets on with an operation that is longer than a portion',
    async (real, Kind) => {
      await log(real, 1_500, (sequence) => sequence === 1);
      expect((await run(real, Kind, 1_500)).ledger).toHaveLength(1_500);
    },
  ],
];
