import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { databaseUrl, ensureDatabase } from './data-source.js';
import { decrypt, encrypt, firstKey, reseal, useEncryptionKeys } from './encryption.js';
import { findLeftovers, resealDatabase } from './reseal.js';

const aKey = () => `k1.aesgcm256.${randomBytes(32).toString('base64url')}=`;
const [older, newer, foreign] = [aKey(), aKey(), aKey()];
const use = (...keys: string[]) => useEncryptionKeys({ keys, blindIndexKey: 'b'.repeat(32) });
const markOf = (key: string) => {
  use(key);
  return firstKey();
};
const [olderMark, newerMark, foreignMark] = [older, newer, foreign].map(markOf);

const database = { url: process.env.POSTGRES_URL ?? '', name: `t${randomBytes(4).toString('hex')}_sealed` };
let client: pg.Client;
const texts = async (column: string) =>
  (await client.query<{ text: string }>(`SELECT ${column}::text AS text FROM people ORDER BY id`)).rows.map(
    ({ text }) => text,
  );

beforeAll(async () => {
  await ensureDatabase(database.url, database.name);
  client = new pg.Client({ connectionString: databaseUrl(database.url, database.name) });
  await client.connect();
});
afterAll(() => client.end());

beforeEach(async () => {
  await client.query(`DROP TABLE IF EXISTS people;
    CREATE TABLE people (id int PRIMARY KEY, "Name" text, event jsonb, kept text[], plain text NOT NULL DEFAULT 'v1.aesgcm256. is no cipher')`);
  use(older);
});

const insert = (id: number, name: string) =>
  client.query('INSERT INTO people (id, "Name", event, kept) VALUES ($1, $2, $3, $4)', [
    ...[id, encrypt(name), JSON.stringify({ sealed: encrypt(`event ${name}`), more: 1 })],
    [encrypt('a'), 'in clear', encrypt('"b", {c}')],
  ]);

describe('sealing anew', () => {
  it('seals every text of every kind of column with the first key, and none is lost', async () => {
    const names = Array.from({ length: 500 }, (_, index) => `陈晨 ${index}`);
    for (const [index, name] of names.entries()) await insert(index, name);
    use(newer, older);
    expect(await findLeftovers(database)).toEqual([
      { table: 'people', column: '"Name"', key: olderMark, rows: 500 },
      { table: 'people', column: 'event', key: olderMark, rows: 500 },
      { table: 'people', column: 'kept', key: olderMark, rows: 500 },
    ]);
    expect(await resealDatabase(database)).toMatchObject({ rows: 500, unreadable: 0 });
    expect(await findLeftovers(database)).toEqual([]);
    expect(await resealDatabase(database)).toMatchObject({ rows: 0 });
    // The older key is gone, and all can be read.
    use(newer);
    expect((await texts('"Name"')).map(decrypt)).toEqual(names);
    expect((await texts(`event ->> 'sealed'`)).map(decrypt)).toEqual(names.map((name) => `event ${name}`));
    expect((await texts('kept[3]')).map(decrypt)).toEqual(names.map(() => '"b", {c}'));
    expect(new Set(await texts('plain'))).toEqual(new Set(['v1.aesgcm256. is no cipher']));
  });

  it('never writes over what others write meanwhile', async () => {
    for (let id = 0; id < 300; id += 1) await insert(id, `before ${id}`);
    use(newer, older);
    const other = new pg.Client({ connectionString: databaseUrl(database.url, database.name) });
    await other.connect();
    const writing = (async () => {
      for (let id = 299; id >= 0; id -= 3) {
        await other.query('UPDATE people SET "Name" = $2 WHERE id = $1', [id, encrypt(`meanwhile ${id}`)]);
      }
    })();
    await Promise.all([resealDatabase(database), writing]);
    await other.end();
    await resealDatabase(database);
    expect(await findLeftovers(database)).toEqual([]);
    const found = (await texts('"Name"')).map(decrypt);
    expect(found).toEqual(found.map((_, id) => `${id % 3 === 2 ? 'meanwhile' : 'before'} ${id}`));
  });

  it('leaves a row alone that has been changed after it was read', async () => {
    await insert(1, 'before');
    use(newer, older);
    const other = new pg.Client({ connectionString: databaseUrl(database.url, database.name) });
    await other.connect();
    // It holds the row, so that the rotation has read it and waits when the change comes.
    await other.query('BEGIN');
    await other.query('UPDATE people SET "Name" = $1', [encrypt('meanwhile')]);
    const rotation = resealDatabase(database);
    const waits = `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = $1`;
    let waiting = 0;
    for (const deadline = Date.now() + 10_000; waiting === 0 && Date.now() < deadline;) {
      waiting = (await client.query(waits, [database.name])).rowCount ?? 0;
    }
    expect(waiting).toBe(1);
    await other.query('COMMIT');
    await other.end();
    await rotation;
    expect((await texts('"Name"')).map(decrypt)).toEqual(['meanwhile']);
  });

  it('keeps what no key of ours can read, and tells where it is', async () => {
    use(foreign);
    await insert(1, 'of another platform');
    use(newer, older);
    const before = await texts('"Name"');
    expect(await resealDatabase(database)).toMatchObject({ rows: 0, unreadable: 1 });
    expect(await texts('"Name"')).toEqual(before);
    expect((await findLeftovers(database)).map(({ key }) => key)).toEqual([foreignMark, foreignMark, foreignMark]);
  });
});

describe('a sealed text', () => {
  it('is sealed with the first key, and is left as it is if it is', () => {
    const sealed = encrypt('陈晨');
    use(newer, older);
    const anew = reseal(sealed);
    expect(anew).toContain(newerMark);
    expect(decrypt(anew)).toBe('陈晨');
    expect(reseal(anew)).toBe(anew);
    use(newer);
    expect(() => reseal(sealed)).toThrow(expect.objectContaining({ code: 'encryption-failed' }));
  });
});
