/** Three nodes of a Redis Cluster, in the care of a process that ends them when the benchmark ends, however it ends. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort } from './processes.js';

const { REDIS_SERVER = '' } = process.env;
const dir = mkdtempSync(join(tmpdir(), 'huying-bench-cluster-'));
const ports = [await freePort(), await freePort(), await freePort()];
const nodes = ports.map((port) => {
  const options = { port, bind: '127.0.0.1', dir, 'cluster-config-file': `${port}.conf`, appenddirname: `${port}-aof` };
  const fixed = ['--cluster-enabled', 'yes', '--cluster-port', '0', '--save', '', '--appendonly', 'yes'];
  const args = [...fixed, ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)])];
  return spawn(REDIS_SERVER, args, { stdio: 'ignore' });
});
process.on('disconnect', () => {
  for (const node of nodes) node.kill('SIGKILL');
  rmSync(dir, { recursive: true, force: true });
  process.exit(0);
});
for (const port of ports) {
  const client = new Redis(port, { retryStrategy: () => null, lazyConnect: true });
  client.on('error', () => undefined);
  while (
    (await client
      .connect()
      .then(() => client.ping())
      .catch(() => '')) !== 'PONG'
  )
    await pause(20);
  client.disconnect();
}
process.send?.({ ports });
