import { eventually, TestService } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { claimService } from '../src/index.js';
import { aNeed, Claiming, volunteers } from './support.js';

const POOLS = 150;

let claims: TestService;
let claiming: Claiming;

beforeAll(async () => {
  claims = await TestService.start(claimService, { LOG_LEVEL: 'fatal' });
  claiming = new Claiming(claims);
});
afterAll(() => claims.stop());

interface Holder {
  readonly pid: number;
  readonly locks: string;
}

/** Connections to this database with more than one advisory lock. */
const holders = () =>
  claiming.query<Holder>(
    `SELECT l.pid, count(*) AS locks FROM pg_locks l JOIN pg_database d ON d.oid = l.database
     WHERE l.locktype = 'advisory' AND l.granted AND d.datname = current_database() GROUP BY l.pid HAVING count(*) > 1`,
  );

const allHeldByOne = (except?: number): Promise<number> =>
  eventually(async () => {
    const [holder, ...others] = await holders();
    expect([Number(holder?.locks), others]).toEqual([POOLS + 1, []]);
    expect(holder?.pid).not.toBe(except);
    return holder?.pid ?? 0;
  });

describe('a process that journals the pools of a whole district', () => {
  it('opens all of them, and needs one connection to hold them', async () => {
    const people = volunteers(2);
    await claiming.known(people);
    const needId = await claiming.published(aNeed({ places: 2 }));
    await claiming.query(`INSERT INTO pools (pool) SELECT 'com' || n FROM generate_series(1, ${POOLS}) AS n`);

    const pid = await allHeldByOne();
    await eventually(async () => expect(await claiming.query(`SELECT FROM pools WHERE gate <> 'open'`)).toEqual([]));
    expect((await claiming.claim(needId, people[0] ?? '')).status).toBe(201);

    // When that connection breaks, all locks are gone with it, and got again on another.
    await claiming.query(`SELECT pg_terminate_backend(${pid})`);
    await allHeldByOne(pid);
    expect((await claiming.claim(needId, people[1] ?? '')).status).toBe(201);
  });
});
