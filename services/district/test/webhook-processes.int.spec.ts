import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { eventually, TestService } from '@huying/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { districtService } from '../src/index.js';
import { Sender } from '../src/webhooks/sender.js';
import { aCommunity, WebhookBed, type Connected } from './webhook-bed.js';

let api: TestService;
let bed: WebhookBed;
const processes: ChildProcess[] = [];
beforeAll(async () => {
  api = await TestService.start(districtService);
  bed = new WebhookBed(api);
});
afterAll(async () => {
  bed.stop();
  await api.stop();
});
afterEach(() => {
  for (const one of processes.splice(0)) one.kill('SIGKILL');
});

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** Another process of the service on the same stores, once it answers. */
async function anotherProcess(): Promise<ChildProcess> {
  const port = await freePort();
  const environment = { ...api.environment, PORT: String(port), METRICS_PORT: '0' };
  const child = spawn(process.execPath, [main], { env: { ...process.env, ...environment }, stdio: 'ignore' });
  processes.push(child);
  await eventually(async () => expect((await fetch(`http://127.0.0.1:${port}/health/ready`)).status).toBe(200));
  return child;
}

describe('several processes', () => {
  it('bring each event once, and keep the order of each need', async () => {
    await anotherProcess();
    const connected = await bed.connect({ ordered: true });
    const plain = await bed.connect({}, undefined, connected.community);
    const needs = Array.from({ length: 10 }, () => uuidv7());
    const ids: string[] = [];
    for (let round = 0; round < 10; round += 1) ids.push(...(await bed.deliver(connected.community, ...needs)));
    for (const { receiver } of [connected, plain]) {
      await bed.arrived(receiver, ids.length);
      expect([...receiver.ids].sort()).toEqual([...ids].sort());
    }
    const { received } = connected.receiver;
    for (const [index, need] of needs.entries()) {
      const arrived = received.filter(({ event }) => event.subject === need).map(({ event }) => event.id);
      expect(arrived).toEqual(ids.filter((_, position) => position % needs.length === index));
    }
  });

  it('that end or are killed while they deliver lose nothing', async () => {
    const connected = await bed.connect({}, () => undefined);
    const { receiver } = connected;
    const ids = await bed.deliver(connected.community, ...Array.from({ length: 40 }, () => uuidv7()));
    await bed.arrived(receiver, 4);
    // This process ends in an orderly way and gives back what it has under way; the next one is killed with the same.
    await api.restart(async () => {
      const before = receiver.received.length;
      const child = await anotherProcess();
      await bed.arrived(receiver, before + 4);
      child.kill('SIGKILL');
      await once(child, 'exit');
      receiver.behave = () => 204;
    });
    await eventually(async () => expect(await bed.deliveries(connected, '?state=waiting')).toEqual([]));
    expect(new Set(receiver.ids)).toEqual(new Set(ids));
    const delivered = await bed.deliveries(connected, '?state=delivered&limit=100');
    expect(delivered).toHaveLength(ids.length);
  });
});

describe('a hundred receivers, of which ten never answer', () => {
  it('are sent everything as if these were not there', async () => {
    // However slow this machine is, no attempt at a silent one is over before the others have everything.
    Object.assign(api.service.app.get(Sender), { answerWithinMs: 600_000 });
    const communities = Array.from({ length: 5 }, aCommunity);
    const all: Connected[] = [];
    for (const community of communities) {
      for (let index = 0; index < 20; index += 1) {
        all.push(await bed.connect({}, index < 2 ? () => undefined : () => 204, community));
      }
    }
    const [silent, well] = [all.filter((_, index) => index % 20 < 2), all.filter((_, index) => index % 20 >= 2)];
    const ids = new Map<string, string[]>();
    for (const community of communities) ids.set(community, await bed.deliver(community, uuidv7(), uuidv7(), uuidv7()));
    await eventually(() => {
      for (const { community, receiver } of well) expect(new Set(receiver.ids)).toEqual(new Set(ids.get(community)));
    });
    // No attempt at a silent one was over by then: nobody has waited for one.
    for (const one of silent) {
      expect((await bed.deliveries(one)).flatMap(({ attempts }) => attempts)).toEqual([]);
      expect(new Set(one.receiver.ids)).toEqual(new Set(ids.get(one.community)));
    }
  });
});
