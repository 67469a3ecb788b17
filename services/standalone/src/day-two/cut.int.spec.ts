import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databaseUrl, ensureDatabase } from '@huying/database';
import pg from 'pg';
import { cutThrough } from './cut.js';

const url = process.env['POSTGRES_URL'] ?? '';
const mark = `t${randomBytes(4).toString('hex')}`;
// Each is the other's consumer, so there is no order in which dumping one after the other would do.
const names = [`${mark}_a`, `${mark}_b`];
let clients: pg.Client[];

beforeAll(async () => {
  clients = await Promise.all(
    names.map(async (name) => {
      await ensureDatabase(url, name);
      const client = new pg.Client({ connectionString: databaseUrl(url, name) });
      await client.connect();
      await client.query('CREATE TABLE outbox (id uuid PRIMARY KEY); CREATE TABLE inbox (event_id uuid PRIMARY KEY)');
      return client;
    }),
  );
});
afterAll(() => Promise.all(clients.map((client) => client.end())));

describe('a cut through all databases', () => {
  it('never shows an effect without its cause, while events go both ways', async () => {
    const [a, b] = clients as [pg.Client, pg.Client];
    let going = true;
    const play = async (from: pg.Client, to: pg.Client) => {
      while (going) {
        const id = randomUUID();
        await from.query('INSERT INTO outbox VALUES ($1)', [id]);
        await to.query('INSERT INTO inbox VALUES ($1)', [id]);
      }
    };
    const playing = [play(a, b), play(b, a)];
    for (let time = 0; time < 20; time += 1) {
      const seen = await cutThrough(url, names, (cuts) =>
        Promise.all(
          cuts.map(async ({ client }) => {
            const ids = async (sql: string) => (await client.query<{ id: string }>(sql)).rows.map(({ id }) => id);
            return { sent: await ids('SELECT id FROM outbox'), handled: await ids('SELECT event_id AS id FROM inbox') };
          }),
        ),
      );
      const [one, other] = seen as [(typeof seen)[0], (typeof seen)[0]];
      const causes = new Set([...one.sent, ...other.sent]);
      expect([...one.handled, ...other.handled].filter((id) => !causes.has(id))).toEqual([]);
    }
    going = false;
    await Promise.all(playing);
  });

  it('lets consumers go on at once, and gives a snapshot to pg_dump', async () => {
    const [a] = clients as [pg.Client];
    await cutThrough(url, names, async ([cut]) => {
      await a.query('INSERT INTO inbox VALUES ($1)', [randomUUID()]);
      expect(cut?.snapshot).toMatch(/^[0-9A-F]+-/);
    });
  });
});
