import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { FrontDoor } from './front-door.js';

const doors: FrontDoor[] = [];
const open = async () => {
  const door = await FrontDoor.open({ host: '127.0.0.1', port: 0, variable: 'PORT' });
  doors.push(door);
  return door;
};

afterEach(() => {
  for (const door of doors.splice(0)) door.close();
});

describe('the front door', () => {
  it('says what to do when its port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    await expect(FrontDoor.open({ host: '127.0.0.1', port, variable: 'METRICS_PORT' })).rejects.toMatchObject({
      code: 'port-taken',
      message: expect.stringMatching(new RegExp(`^Port ${port} is taken .*METRICS_PORT=${port + 1} npm start`)),
    });
    other.close();
  });

  it('is alive and not ready until there is somebody behind it', async () => {
    const door = await open();
    expect((await fetch(`${door.url}/health/live`)).status).toBe(200);
    const { status, headers } = await fetch(`${door.url}/v1/needs`);
    const told = { status, retryAfter: headers.get('retry-after'), sniffing: headers.get('x-content-type-options') };
    expect(told).toEqual({ status: 503, retryAfter: '1', sniffing: 'nosniff' });
    door.answerWith((_, response) => response.writeHead(204).end());
    expect((await fetch(`${door.url}/v1/needs`)).status).toBe(204);
  });

  it.each([
    ['en', 'en', /cannot answer at the moment/],
    ['nothing', 'zh-CN', /暂时不可用/],
  ])(
    'refuses meanwhile as every service does, in the language of whoever asks for %s',
    async (asked, language, text) => {
      const { url } = await open();
      const headers = { 'x-request-id': 'request-1', ...(asked === 'en' && { 'accept-language': asked }) };
      const answer = await fetch(`${url}/v1/needs?limit=1`, { headers });
      expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
      expect(answer.headers.get('content-language')).toBe(language);
      expect(answer.headers.get('x-request-id')).toBe('request-1');
      expect(await answer.json()).toMatchObject({
        ...{ status: 503, code: 'service-unavailable', instance: '/v1/needs', requestId: 'request-1' },
        ...{ type: 'urn:huying:problem:service-unavailable', detail: expect.stringMatching(text) },
      });
    },
  );

  it('drains: what is being answered is answered, followers of a feed are not waited for', async () => {
    const door = await open();
    const asked = new Promise<() => void>((resolve) => {
      door.answerWith((request, response) => {
        if (request.url === '/feed') response.writeHead(200, { 'content-type': 'text/event-stream' }).write('\n');
        else resolve(() => response.end('at last'));
      });
    });
    const following = new Promise<void>((resolve) => {
      get(`${door.url}/feed`, (response) => {
        response.resume().on('error', () => undefined);
        resolve();
      });
    });
    await following;
    const answer = fetch(`${door.url}/slow`).then((response) => response.text());
    const finish = await asked;
    const drained = door.drain();
    finish();
    await drained;
    expect(await answer).toBe('at last');
  });
});
