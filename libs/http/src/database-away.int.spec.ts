import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { migrateService } from './application.js';

const postgres = new URL(process.env.POSTGRES_URL ?? '');
let way: Server | undefined;

/** A way to PostgreSQL that ends the first connections before a word is said, as a server does that is only just starting. */
async function wayThatOpensAfter(refusals: number): Promise<{ url: string; asked: () => number }> {
  let asked = 0;
  way = createServer((client) => {
    asked += 1;
    if (asked <= refusals) return client.destroy();
    const server = connect(Number(postgres.port || 5432), postgres.hostname);
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
      one.pipe(other);
    }
  }).listen(0, '127.0.0.1');
  await once(way, 'listening');
  const url = new URL(postgres);
  [url.hostname, url.port] = ['127.0.0.1', String((way.address() as AddressInfo).port)];
  return { url: url.href, asked: () => asked };
}

describe('a service that starts before its database', () => {
  const definition = {
    ...{ name: 'early', title: 'Early', module: class {}, entities: [], migrations: [], paths: [] },
  };
  afterEach(() => void way?.close());

  it('waits for it', async () => {
    const { url, asked } = await wayThatOpensAfter(3);
    const address = { POSTGRES_URL: url, DATABASE_PREFIX: `t${randomBytes(4).toString('hex')}_` };
    expect(await migrateService(definition, address)).not.toEqual([]);
    expect(asked()).toBeGreaterThan(3);
  });

  it('does not wait for what does not pass: a password that is wrong', async () => {
    const { url, asked } = await wayThatOpensAfter(0);
    const wrong = new URL(url);
    wrong.password = 'wrong';
    const address = { POSTGRES_URL: wrong.href, DATABASE_PREFIX: 'wrong_' };
    await expect(migrateService(definition, address)).rejects.toMatchObject({ code: '28P01' });
    expect(asked()).toBe(1);
  });
});
