import { request, type RequestOptions } from 'node:http';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from './servers.types.js';

const PING_TIMEOUT_MS = 1_000;

/**
 * Where a Docker engine answers, or undefined. Asked before testcontainers is loaded, as most machines have none and
 * its own search takes a second. Engines behind TLS or ssh are left to those who give addresses.
 */
export async function findEngine(environment: Environment): Promise<RequestOptions | undefined> {
  for (const engine of candidates(environment)) {
    if (await answersPing(engine)) return engine;
  }
  return undefined;
}

function candidates(environment: Environment): RequestOptions[] {
  if (environment.DOCKER_HOST) {
    const { protocol, hostname, port, pathname } = new URL(environment.DOCKER_HOST);
    if (protocol === 'unix:') return [{ socketPath: pathname }];
    if (protocol === 'tcp:' || protocol === 'http:')
      return environment.DOCKER_TLS_VERIFY ? [] : [{ host: hostname, port }];
    return [];
  }
  return [
    '/var/run/docker.sock',
    ...(environment.XDG_RUNTIME_DIR ? [join(environment.XDG_RUNTIME_DIR, 'docker.sock')] : []),
    join(homedir(), '.docker', 'run', 'docker.sock'),
    join(homedir(), '.docker', 'desktop', 'docker.sock'),
  ]
    .filter((socketPath) => existsSync(socketPath))
    .map((socketPath) => ({ socketPath }));
}

function answersPing(engine: RequestOptions): Promise<boolean> {
  return new Promise((resolve) => {
    const call = request({ ...engine, path: '/_ping', timeout: PING_TIMEOUT_MS }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    call.once('error', () => resolve(false));
    call.once('timeout', () => {
      call.destroy();
      resolve(false);
    });
    call.end();
  });
}
