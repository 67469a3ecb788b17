import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { eventually, TestService } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { requestService } from '../src/index.js';

const main = 'services/request/dist/main.js';
let api: TestService;

beforeAll(async () => {
  if (!existsSync(main)) throw new Error(`${main} is not there: run \`npm run build\`.`);
  api = await TestService.start(requestService); // for its database, topics and issuer
});
afterAll(() => api.stop());

function run(environment: Record<string, string>): { child: ChildProcess; told: () => string } {
  const child = spawn(process.execPath, [main], { env: { PATH: process.env.PATH, ...environment } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return { child, told: () => output };
}

async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return String(port);
}

describe('the service as a process of its own', () => {
  it('does not start with a bad configuration, and says in a sentence what is wrong', async () => {
    const { child, told } = run({ ...api.environment, PORT: 'eighty', KAFKA_BROKERS: '' });
    expect(await once(child, 'exit')).toEqual([78, null]);
    expect(told()).toMatch(
      /^The configuration is not complete\. .*PORT is not acceptable: .*KAFKA_BROKERS is not set\./,
    );
    expect(told().trim().split('\n')).toHaveLength(1);
  });

  it('answers the API, its description and its metrics each where they belong, and ends in good order', async () => {
    const [PORT, METRICS_PORT] = [await freePort(), await freePort()];
    const { child, told } = run({ ...api.environment, PORT, METRICS_PORT, LOG_LEVEL: 'debug', NODE_ENV: 'production' });
    const ended = once(child, 'exit');
    const [at, metricsAt] = [`http://127.0.0.1:${PORT}`, `http://127.0.0.1:${METRICS_PORT}`];
    await eventually(async () => expect((await fetch(`${at}/health/ready`)).status).toBe(200));
    const authorization = `Bearer ${await api.issuer.token()}`;
    expect((await fetch(`${at}/v1/needs`, { headers: { authorization } })).status).toBe(200);
    expect((await fetch(`${at}/v1/needs`)).status).toBe(401);
    expect(await (await fetch(`${at}/openapi.json`)).json()).toMatchObject({ openapi: '3.1.0' });
    expect((await fetch(`${at}/docs`)).status).toBe(200);
    expect((await fetch(`${at}/metrics`, { headers: { authorization } })).status).toBe(404);
    expect(await (await fetch(`${metricsAt}/metrics`)).text()).toContain('huying_http_request_duration_seconds');
    expect((await fetch(`${metricsAt}/v1/needs`)).status).toBe(404);
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    const lines = told()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { msg?: string; service?: string });
    expect(lines.every(({ service }) => service === 'request')).toBe(true);
  });
});
