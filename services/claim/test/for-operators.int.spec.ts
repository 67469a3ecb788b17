import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { eventually, TestService } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Registry } from 'prom-client';
import { inspect } from '../src/cli/inspect.js';
import { ClaimMetrics } from '../src/claim-metrics.js';
import { claimService, ClaimRedis, PoolKeys } from '../src/index.js';
import { Watermarks } from '../src/journal/watermarks.js';
import { POOL_LOCK } from '../src/pools/pool-locks.js';
import { aNeed, Claiming, volunteers } from './support.js';

let claims: TestService;
let claiming: Claiming;

beforeAll(async () => {
  claims = await TestService.start(claimService, { LOG_LEVEL: 'fatal' });
  claiming = new Claiming(claims);
});
afterAll(() => claims.stop());

/** The command as it is run at a terminal, in a process of its own. */
function command(...words: string[]): { code: number | null; output: string } {
  const main = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
  const environment = { PATH: process.env.PATH, ...claims.environment };
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...words], {
    env: environment,
    encoding: 'utf8',
  });
  return { code: status, output: `${stdout}${stderr}` };
}

/** A connection of the test's own to the service's database. */
async function connection(): Promise<pg.Client> {
  const { url } = claims.service.database.dataSource.options as { url: string };
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

async function aFullNeed(): Promise<{ needId: string; holder: string; waiting: string; claim: string }> {
  const [holder, waiting] = volunteers(2) as [string, string];
  await claiming.known([holder, waiting]);
  const needId = await claiming.published(aNeed({ places: 1 }));
  const held = await claiming.claim(needId, holder);
  await claiming.claim(needId, waiting);
  return { needId, holder, waiting, claim: String(held.body.id) };
}

describe('npm run claims', () => {
  it('inspects a pool, a need, a volunteer and a claim', async () => {
    const { needId, holder, waiting, claim } = await aFullNeed();
    const { code, output: need } = command('inspect', needId);
    expect(code).toBe(0);
    expect(need).toContain(`Need ${needId}`);
    expect(need).toMatch(new RegExp(`${claim}  held .*volunteer ${holder}  place 1`));
    expect(need).toMatch(new RegExp(`waiting +need ${needId}  volunteer ${waiting}`));
    expect(need).toMatch(/The last entries of its log\n {2}#\d+ .* waiting /);
    const { database } = claims.service;
    for (const name of [holder, claim]) expect((await inspect(database, name)).join()).toContain(`${claim}  held`);
    expect(await inspect(database, 'xishan')).toEqual(expect.arrayContaining(['Pool xishan', '  gate: open']));
    expect(await inspect(database, 'nobody')).toEqual([]);
  });

  it('says how it is used, and that there is no such pool', () => {
    expect(command('reconcile', 'nowhere')).toEqual({ code: 1, output: 'There is no pool nowhere.\n' });
    const usage = command();
    expect(usage.code).toBe(2);
    for (const name of ['inspect', 'rebuild', 'reconcile', 'verify-draw']) expect(usage.output).toContain(`  ${name} `);
  });

  it('reconciles, and names the need where Redis and PostgreSQL differ', async () => {
    const { needId } = await aFullNeed();
    await claiming.query(`UPDATE pool_needs SET waiting = 2 WHERE id = $1`, [needId]);
    const found = command('reconcile', 'xishan');
    await claiming.query(`UPDATE pool_needs SET waiting = 1 WHERE id = $1`, [needId]);
    expect(found.code).toBe(1);
    expect(found.output).toContain(`need ${needId}: claims that wait, counted: Redis says 1, PostgreSQL 2`);
    await claiming.ensureSound();
  });
});

describe('metrics', () => {
  const registry = () => claims.service.app.get(Registry);
  const valueOf = async (name: string, labels: object = {}): Promise<number | undefined> => {
    const { values } = (await registry().getSingleMetric(name)?.get()) ?? { values: [] };
    return values.find((one) => Object.entries(labels).every(([label, value]) => one.labels[label] === value))?.value;
  };

  it('tell decisions by outcome, the journal, the pool and its lines', async () => {
    await aFullNeed();
    for (const outcome of ['held', 'waiting']) {
      expect(await valueOf('huying_claim_decisions_total', { pool: 'xishan', outcome })).toBeGreaterThan(0);
    }
    await eventually(async () => {
      expect(await valueOf('huying_claim_line_length', { pool: 'xishan' })).toBeGreaterThan(0);
      expect(await valueOf('huying_claim_journal_lag_entries', { pool: 'xishan' })).toBe(0);
    });
    expect(await valueOf('huying_claim_pool_open', { pool: 'xishan' })).toBe(1);
    expect(await valueOf('huying_claim_pool_journaled', { pool: 'xishan' })).toBe(1);
    expect(await valueOf('huying_claim_pool_epoch', { pool: 'xishan' })).toBeGreaterThan(0);
  });

  it('that runbooks name are there, and every page is in the list of signs', async () => {
    const folder = fileURLToPath(new URL('../../../docs/runbooks/', import.meta.url));
    const pages = readdirSync(folder).map((name) => [name, readFileSync(`${folder}${name}`, 'utf8')] as const);
    const known = (await registry().getMetricsAsJSON()).map(({ name }) => name);
    const named = pages.flatMap(([, text]) => text.match(/huying_claim_\w+/g) ?? []);
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
    const list = pages.find(([name]) => name === 'README.md')?.[1] ?? '';
    expect(pages.filter(([name]) => name !== 'README.md' && !list.includes(`(${name})`)).map(([name]) => name)).toEqual(
      [],
    );
  });

  it('tell that newcomers were shed while the journal lags, also once those who wait have given up; nothing is lost', async () => {
    const [first, second] = volunteers(2) as [string, string];
    await claiming.known([first, second]);
    const needId = await claiming.published(aNeed({ places: 2 }));
    const client = await connection();
    try {
      await client.query(`BEGIN; SELECT FROM pools WHERE pool = 'xishan' FOR UPDATE`);
      const lagging = claiming.claimOnce(needId, first, 'first');
      const watermarks = claims.service.app.get(Watermarks);
      await eventually(() => expect(watermarks.oldestWaitMs('xishan')).toBeGreaterThan(2_000));
      const shed = await claiming.claimOnce(needId, second, 'second');
      expect(shed).toMatchObject({ status: 503, body: { code: 'claims-busy' } });
      expect(Number(shed.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await valueOf('huying_claim_decisions_total', { pool: 'xishan', outcome: 'claims-busy' })).toBe(1);
      expect(await lagging).toMatchObject({ status: 503, body: { code: 'outcome-unknown' } });
      expect(await valueOf('huying_claim_decisions_total', { pool: 'xishan', outcome: 'outcome-unknown' })).toBe(1);
      expect((await claiming.claimOnce(needId, second, 'second')).body.code).toBe('claims-busy');
    } finally {
      await client.end();
    }
    for (const [person, key] of [
      [first, 'first'],
      [second, 'second'],
    ] as const) {
      expect((await claiming.claimUntilAnswered(needId, person, key)).answer.status).toBe(201);
    }
    await claiming.ensureSound();
  });

  it('count claims that were sent away while the pool was being recovered', async () => {
    const [person = ''] = await claiming.people(1);
    const needId = await claiming.published(aNeed());
    const counted = async () =>
      (await valueOf('huying_claim_decisions_total', { pool: 'xishan', outcome: 'pool-recovering' })) ?? 0;
    const before = await counted();
    const client = await connection();
    try {
      // As long as somebody has this row no new epoch begins.
      await client.query('BEGIN');
      const { rows } = await client.query<{ epoch: number }>(
        `SELECT epoch FROM pools WHERE pool = 'xishan' FOR UPDATE`,
      );
      const keys = new PoolKeys(claims.environment.REDIS_PREFIX ?? '', 'xishan', rows[0]?.epoch ?? 0);
      await claims.service.app.get(ClaimRedis).client.del(keys.sequence);
      const sentAway = await claiming.claimOnce(needId, person, 'once');
      expect(sentAway).toMatchObject({ status: 503, body: { code: 'pool-recovering' } });
      expect(await counted()).toBe(before + 1);
    } finally {
      await client.end();
    }
    expect((await claiming.claimUntilAnswered(needId, person, 'once')).answer.status).toBe(201);
    await claiming.ensureSound();
  });

  it('of a pool are told by its keeper alone: who has lost it tells no more of it', async () => {
    const names = ['pool_open', 'pool_epoch', 'journal_lag_entries', 'journal_lag_seconds', 'line_length'];
    names.push('line_age_seconds', 'held_not_served', 'reconciler_differences', 'reconciled_timestamp_seconds');
    const told = async () => {
      const values = await Promise.all(names.map((name) => valueOf(`huying_claim_${name}`, { pool: 'xishan' })));
      return names.filter((_, index) => values[index] !== undefined);
    };
    const journaled = () => valueOf('huying_claim_pool_journaled', { pool: 'xishan' });
    claims.service.app.get(ClaimMetrics).reconciled('xishan', 3);
    await eventually(async () => expect(await told()).toEqual(names));
    // Another process waits for the lock, and has it once the keeper's connection breaks.
    const other = await connection();
    try {
      const got = other.query(`SELECT pg_advisory_lock(${POOL_LOCK})`, ['xishan']);
      await eventually(async () => {
        const broken = await claiming.query(
          `SELECT pg_terminate_backend(keeps.pid) FROM pg_locks waits JOIN pg_locks keeps
             USING (locktype, database, classid, objid, objsubid)
           WHERE locktype = 'advisory' AND keeps.granted AND NOT waits.granted`,
        );
        expect(broken).toHaveLength(1);
      });
      await got;
      await eventually(async () => expect([await journaled(), await told()]).toEqual([0, []]));
    } finally {
      await other.end();
    }
    await eventually(async () => {
      expect(await journaled()).toBe(1);
      expect(await told()).toEqual(names.filter((name) => !name.startsWith('reconcile')));
    });
  });
});
