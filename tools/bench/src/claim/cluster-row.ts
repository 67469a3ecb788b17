import { existsSync } from 'node:fs';
import { median, pairedRatio } from '../statistics.js';
import { ClaimRedis, copyPool, NEED_PATTERN, numbered, outcomes, PoolKeys } from './core.js';
import type { Laboratory } from './laboratory.js';
import { forkProgram, hear } from './processes.js';
import { rowOf, type Row } from './rows.js';
import {
  defineBenchScripts,
  fillVolunteers,
  perCpuSecond,
  pipelinedClaims,
  runScript,
  type ScriptFigures,
} from './script-bench.js';
import { until } from './seed.js';

const SLOTS = 16_384;

interface Shard {
  readonly redis: ClaimRedis;
  readonly keys: PoolKeys;
}

/**
 * Two pools on two shards beside one pool on one. A shard's throughput is per second of its own main thread: with three
 * processes under load this machine's processors may be fewer, which the ratio by the clock shows.
 */
export async function measureCluster(lab: Laboratory): Promise<Row[]> {
  const cluster = await startCluster(lab);
  try {
    const [first, second] = cluster.shards;
    if (!first || !second) throw new Error('The cluster has fewer than two shards.');
    const one: number[] = [];
    const two: number[] = [];
    const byClock: number[] = [];
    for (let round = 0; round <= lab.extent.rounds; round += 1) {
      const alone = await claims(lab, first, round * 2);
      const both = await Promise.all([claims(lab, first, round * 2 + 1), claims(lab, second, round * 2 + 1)]);
      lab.step();
      if (round === 0) continue;
      one.push(perCpuSecond(alone));
      two.push(perCpuSecond(both[0]) + perCpuSecond(both[1]));
      byClock.push((2 * alone.wallSeconds) / Math.max(...both.map(({ wallSeconds }) => wallSeconds)));
    }
    return [
      rowOf('two-shards-of-one', pairedRatio(two, one), {
        onePerCpuSecond: median(one),
        twoPerCpuSecond: median(two),
        ratioByTheClock: median(byClock),
      }),
    ];
  } finally {
    cluster.stop();
  }
}

async function claims(lab: Laboratory, { redis, keys }: Shard, round: number): Promise<ScriptFigures> {
  await runScript(redis.client, 'copy-keys', keys.need(lab.templates.wide), keys.need(NEED_PATTERN), round, round);
  await fillVolunteers(redis, keys, lab.extent.decisions);
  const needId = numbered(NEED_PATTERN, round);
  return pipelinedClaims(redis, keys, lab.extent.decisions, outcomes.held, (volunteer) => ({ needId, volunteer }));
}

async function startCluster(lab: Laboratory): Promise<{ shards: Shard[]; stop: () => void }> {
  const info = await lab.redis.client.info('server');
  const server = /^executable:(.+?)\r?$/m.exec(info)?.[1] ?? '';
  if (!existsSync(server)) {
    throw new Error(`Redis runs from ${server}, which is not on this machine: a cluster cannot be started from it.`);
  }
  const child = forkProgram('./cluster-process.js', { REDIS_SERVER: server });
  const { addresses } = await hear<{ addresses: { port: number; bus: number }[] }>(child);
  const [first] = addresses;
  const nodes = addresses.map(({ port }) => new ClaimRedis(`redis://127.0.0.1:${port}`));
  for (const [index, { client }] of nodes.entries()) {
    const [from, to] = [index, index + 1].map((part) => Math.floor((part * SLOTS) / nodes.length));
    await client.call('CLUSTER', 'ADDSLOTSRANGE', from ?? 0, (to ?? 0) - 1);
    if (index > 0 && first) await client.call('CLUSTER', 'MEET', '127.0.0.1', first.port, first.bus);
    defineBenchScripts(client);
  }
  for (const { client } of nodes) {
    const isWhole = async () =>
      /cluster_state:ok[^]*cluster_known_nodes:3/.test(String(await client.call('CLUSTER', 'INFO')));
    await until('the cluster is whole', isWhole);
  }
  const shards: Shard[] = [];
  for (const [index, redis] of nodes.entries()) {
    await redis.loadScripts();
    const keys = new PoolKeys('', await poolOnShard(redis, index, nodes.length), 1);
    await copyPool(lab.redis.client, lab.source, redis.client, keys, [lab.templates.wide]);
    shards.push({ redis, keys });
  }
  return {
    shards,
    stop: () => {
      for (const { client } of nodes) client.disconnect();
      child.disconnect();
    },
  };
}

/** A pool whose hash tag lies on that shard. */
async function poolOnShard({ client }: ClaimRedis, shard: number, shards: number): Promise<string> {
  for (let number = 0; ; number += 1) {
    const pool = `community-${number}`;
    const slot = Number(await client.call('CLUSTER', 'KEYSLOT', pool));
    if (Math.floor((slot * shards) / SLOTS) === shard) return pool;
  }
}
