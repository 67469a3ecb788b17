import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Addresses } from './addresses.js';
import { Sender } from './sender.js';

const servers: Server[] = [];
const senders: Sender[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
  await Promise.all(senders.splice(0).map((sender) => sender.close()));
});

async function listen(listener: RequestListener, host = '127.0.0.1', port = 0): Promise<number> {
  const server = createServer(listener).listen(port, host);
  servers.push(server);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

function senderTo(privateNetworks: string[], resolve: () => string[] = () => [], answerWithinMs = 60_000): Sender {
  const rules = { privateNetworks, plain: true };
  const sender = new Sender(new Addresses(rules, () => Promise.resolve(resolve())), answerWithinMs);
  senders.push(sender);
  return sender;
}

const here = ['127.0.0.1/32'];
const stays = new AbortController().signal;
const post = (sender: Sender, url: string) => sender.post(url, {}, '{}', stays);

describe('an attempt', () => {
  it.each([
    [200, null],
    [204, null],
    [299, null],
    [302, 'redirect'],
    [400, 'status'],
    [410, 'status'],
    [503, 'status'],
  ])('that is answered %i is %s', async (status, error) => {
    const port = await listen((_, response) => response.writeHead(status, { location: '/elsewhere' }).end());
    expect(await post(senderTo(here), `http://127.0.0.1:${port}/`)).toMatchObject({ status, error });
  });

  it('does not go where it is redirected to', async () => {
    const asked: string[] = [];
    const port = await listen((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(307, { location: `http://127.0.0.1:${port}/inner` }).end();
    });
    await post(senderTo(here), `http://127.0.0.1:${port}/hook`);
    expect(asked).toEqual(['/hook']);
  });

  it('that is not answered in time is over', async () => {
    const port = await listen(() => undefined);
    const outcome = await post(
      senderTo(here, () => [], 100),
      `http://127.0.0.1:${port}/`,
    );
    expect(outcome).toMatchObject({ status: null, error: 'timeout' });
  });

  it('of which the body never ends has been answered', async () => {
    const port = await listen((_, response) => response.writeHead(200).write('x'));
    expect(await post(senderTo(here), `http://127.0.0.1:${port}/`)).toMatchObject({ status: 200, error: null });
  });

  it('says in a word why there was no answer', async () => {
    const closed = await listen(() => undefined);
    const breaking = await listen((request) => request.socket.destroy());
    servers[0]?.close();
    expect(await post(senderTo(here), `http://127.0.0.1:${closed}/`)).toMatchObject({ error: 'refused' });
    expect(await post(senderTo(here), `http://127.0.0.1:${breaking}/`)).toMatchObject({ error: 'reset' });
    expect(await post(senderTo(here), `https://127.0.0.1:${breaking}/`)).toMatchObject({ error: 'tls' });
    expect(await post(senderTo(here), 'http://nobody.example/')).toMatchObject({ error: 'name-not-found' });
  });

  it('that is broken off has no outcome', async () => {
    const leave = new AbortController();
    const port = await listen(() => leave.abort());
    await expect(senderTo(here).post(`http://127.0.0.1:${port}/`, {}, '{}', leave.signal)).rejects.toThrow('abort');
  });
});

describe('an address that is not allowed', () => {
  it.each(['http://10.0.0.1/', 'http://169.254.169.254/latest', 'http://[::1]/', 'http://2130706433/'])(
    'is not connected to: %s',
    async (url) => expect(await post(senderTo([]), url)).toMatchObject({ error: 'address-not-allowed' }),
  );

  it('is not connected to by its name either', async () => {
    let asked = 0;
    const port = await listen(() => (asked += 1));
    const sender = senderTo([], () => ['127.0.0.1']);
    expect(await post(sender, `http://receiver.example:${port}/`)).toMatchObject({ error: 'address-not-allowed' });
    expect(asked).toBe(0);
  });

  it('is not reached by a name that changes between the judgement and the connection', async () => {
    const reached: string[] = [];
    const close = { connection: 'close' };
    const port = await listen((_, response) => {
      reached.push('outer');
      response.writeHead(204, close).end();
    });
    await listen((_, response) => response.end(reached.push('inner')), '127.0.0.9', port);
    let questions = 0;
    const sender = senderTo(here, () => [(questions += 1) === 1 ? '127.0.0.1' : '127.0.0.9']);
    const url = `http://receiver.example:${port}/`;
    expect(await post(sender, url)).toMatchObject({ status: 204 });
    // One question for one connection: there is no second answer to go by.
    expect(questions).toBe(1);
    expect(await post(sender, url)).toMatchObject({ error: 'address-not-allowed' });
    expect(reached).toEqual(['outer']);
  });
});
