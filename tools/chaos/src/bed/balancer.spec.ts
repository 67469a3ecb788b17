import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Balancer } from './balancer.js';

const servers: Server[] = [];
let balancer: Balancer;

/** A server that says its name, as soon as it may. */
async function aServer(name: string, heard: string[] = [], when: Promise<void> = Promise.resolve()): Promise<number> {
  const server = createServer((_, response) => {
    heard.push(name);
    void when.then(() => response.end(name));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const ask = async (): Promise<string> =>
  (await fetch(balancer.url, { headers: { connection: 'close' }, signal: AbortSignal.timeout(5_000) })).text();

afterEach(() => {
  balancer.close();
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

describe('the one address of several processes', () => {
  it('goes round to those that live', async () => {
    balancer = await Balancer.open();
    const [one, two] = [await aServer('one'), await aServer('two')];
    balancer.use([one, two]);
    expect([await ask(), await ask(), await ask()].sort()).toEqual(['one', 'one', 'two']);
    servers[0]!.close();
    expect([await ask(), await ask(), await ask()]).toEqual(['two', 'two', 'two']);
  });

  it('cuts a connection after the request was passed on and before its answer', async () => {
    balancer = await Balancer.open();
    const heard: string[] = [];
    balancer.use([await aServer('one', heard)]);
    balancer.cut(1);
    await expect(ask()).rejects.toThrow();
    expect(balancer.cuts).toBe(1);
    await expect(ask()).resolves.toBe('one');
    expect(heard).toEqual(['one', 'one']);
  });

  it('cuts what is being asked at this moment', async () => {
    balancer = await Balancer.open();
    const heard: string[] = [];
    let answer = () => undefined as void;
    balancer.use([await aServer('one', heard, new Promise((resolve) => (answer = resolve)))]);
    const asked = ask();
    asked.catch(() => undefined);
    while (heard.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    balancer.cut(0);
    await expect(asked).rejects.toThrow();
    answer();
  });
});
