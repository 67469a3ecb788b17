import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Api } from './api.js';

describe('the API as an app uses it', () => {
  const endings: (() => void)[] = [];
  afterEach(() => endings.splice(0).forEach((end) => end()));

  /** Gives tokens, and to everything else one answer after the other; the last again and again. */
  async function answering(...answers: { status: number; retryAfter?: string }[]) {
    const keys: unknown[] = [];
    const server = createServer((request, response) => {
      if (request.url?.includes('token')) return response.end(JSON.stringify({ access_token: 'x' }));
      keys.push(request.headers['idempotency-key']);
      const { status, retryAfter } = answers[Math.min(keys.length, answers.length) - 1] ?? { status: 500 };
      if (retryAfter) response.setHeader('retry-after', retryAfter);
      response.statusCode = status;
      return response.end(JSON.stringify(status < 300 ? { id: 'n-1' } : { code: 'service-unavailable', detail: '' }));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    endings.push(() => server.close());
    const { port } = server.address() as AddressInfo;
    return { api: new Api(`http://127.0.0.1:${port}`, { role: 'staff', subject: 's-1', community: 'xishan' }), keys };
  }

  it('comes back when a busy service asks for it, with the same key', async () => {
    const { api, keys } = await answering({ status: 503, retryAfter: '1' }, { status: 201 });
    expect(await api.post('/v1/needs')).toEqual({ id: 'n-1' });
    expect(keys).toHaveLength(2);
    expect(keys[1]).toBe(keys[0]);
  });

  it('takes a refusal that names no time for an answer', async () => {
    const { api, keys } = await answering({ status: 503 });
    await expect(api.get('/v1/needs/n-1')).rejects.toMatchObject({ status: 503, code: 'service-unavailable' });
    expect(keys).toHaveLength(1);
  });
});
