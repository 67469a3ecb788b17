/** Three nodes of a Redis Cluster, in the care of a process that ends them when the benchmark ends, however it ends. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '@huying/infrastructure';
import { Redis } from 'ioredis';

const { REDIS_SERVER = '' } = process.env;
const dir = mkdtempSync(join(tmpdir(), 'huying-bench-cluster-'));
const addresses: { port: number; bus: number }[] = [];
const nodes: ChildProcess[] = [];
for (let number = 0; number < 3; number += 1) {
  // The bus between nodes has a port of its own: by default 10,000 above, which may be no port at all.
  const [port, bus] = [await freePort(), await freePort()];
  addresses.push({ port, bus });
  const options = { port, bind: '127.0.0.1', dir, 'cluster-port': bus, 'cluster-config-file': `${port}.conf` };
  const fixed = ['--cluster-enabled', 'yes', '--appenddirname', `${port}-aof`, '--save', '', '--appendonly', 'yes'];
  const args = [...fixed, ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)])];
  const node = spawn(REDIS_SERVER, args, { stdio: ['ignore', 'ignore', 2] });
  // Whoever waits for the cluster is told, rather than waiting for ever.
  node.once('exit', (code) => end(`A node of the cluster ended with ${code ?? 'a signal'}.`));
  nodes.push(node);
}
process.once('disconnect', () => end());

function end(failure?: string): never {
  if (failure) process.stderr.write(`${failure}\n`);
  for (const node of nodes) node.removeAllListeners('exit').kill('SIGKILL');
  rmSync(dir, { recursive: true, force: true });
  process.exit(failure ? 1 : 0);
}

for (const { port } of addresses) {
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
process.send?.({ addresses });
