// The platform as `npm start` starts it, and how it ends.
import { spawn } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { familyOf, isAlive } from './process-family.mjs';

const GIVE_UP_AFTER_S = 240;
const GONE_WITHIN_MS = 30_000;

/**
 * Asks over a connection of its own: commands block this process for many seconds, in which servers close those that idle, and
 * what is sent over a closed one fails.
 */
export const ask = (address, { headers, ...rest } = {}) =>
  fetch(address, { ...rest, headers: { ...headers, connection: 'close' } });

/** That port if nobody has it, else any free one. */
function freePort(wanted) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(freePort(0)));
    server.listen(wanted, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Free addresses, those wished for where nobody has them: the usual ones. */
export async function freeAddresses(wishedPort = 8080, wishedMetricsPort = 9464) {
  const [port, metricsPort] = [await freePort(wishedPort), await freePort(wishedMetricsPort)];
  const [url, metricsUrl] = [port, metricsPort].map((one) => `http://127.0.0.1:${one}`);
  return { port, url, metricsUrl, environment: { PORT: String(port), METRICS_PORT: String(metricsPort) } };
}

/**
 * Starts the platform and waits until it is ready. Whatever becomes of this process, nothing of it outlives it.
 * @param log file to which it writes
 * @returns `seconds` until it was ready, `said()` so far, and `end(signal)`, which throws unless all it started is gone
 */
export async function startPlatform({ url, environment }, log, ...options) {
  const file = openSync(log, 'w');
  const env = { ...process.env, ...environment };
  // A group of its own, as a shell gives one: Ctrl-C reaches all of it.
  const npm = spawn('npm', ['start', '--', ...options], { env, stdio: ['ignore', file, file], detached: true });
  const said = () => readFileSync(log, 'utf8');
  let family = [];
  process.once('exit', () =>
    [...family, ...familyOf(npm.pid)].filter(isAlive).forEach((pid) => process.kill(pid, 'SIGKILL')),
  );
  const began = performance.now();
  const sinceThen = () => (performance.now() - began) / 1_000;
  const isReady = () =>
    ask(`${url}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await isReady())) {
    if (npm.exitCode !== null) throw new Error(`npm start has ended:\n${said()}`);
    if (sinceThen() > GIVE_UP_AFTER_S) throw new Error(`The platform did not become ready:\n${said()}`);
    await pause(100);
  }
  const seconds = sinceThen();
  family = familyOf(npm.pid);

  async function end(signal) {
    family = familyOf(npm.pid);
    const count = family.length;
    process.kill(signal === 'SIGINT' ? -npm.pid : npm.pid, signal);
    const deadline = Date.now() + GONE_WITHIN_MS;
    while (family.some(isAlive) && Date.now() < deadline) await pause(100);
    const left = family.filter(isAlive);
    if (left.length > 0) throw new Error(`After ${signal} these processes still run: ${left.join(', ')}.\n${said()}`);
    if (await ask(url).then(Boolean, () => false)) throw new Error(`After ${signal} the port still answers.`);
    console.log(`After ${signal} all ${count} processes are gone.`);
  }
  return { seconds, said, end };
}
