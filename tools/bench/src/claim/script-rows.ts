import { median, pairedRatio } from '../statistics.js';
import { copyPool, NEED_PATTERN, numbered, outcomes, pipelineLook, PoolKeys, VOLUNTEER_PATTERN } from './core.js';
import type { Laboratory } from './laboratory.js';
import { rowOf, type Row } from './rows.js';
import {
  fillVolunteers,
  perCpuSecond,
  pipelined,
  pipelinedClaims,
  runScript,
  type ScriptFigures,
} from './script-bench.js';

/**
 * Our decisions beside a minimal flash-sale script, pipelined through the same connection to the same Redis. Throughput is
 * per second of Redis's main thread, which is what a pipeline fills. That a need is still sold out is decided by one command,
 * which counts as one decision here although it answers for everybody who asked before it.
 */
export async function measureScripts({ redis, source, templates, extent, step }: Laboratory): Promise<Row[]> {
  const keys = new PoolKeys('bench-scripts:', source.pool, 1);
  await copyPool(redis.client, source, redis.client, keys, [templates.wide, templates.narrow]);
  const { decisions, rounds } = extent;
  await fillVolunteers(redis, keys, decisions + 1);
  await pipelinedClaims(redis, keys, 1, outcomes.held, () => ({ needId: templates.narrow, volunteer: decisions }));
  const minimal: ScriptFigures[] = [];
  const full: ScriptFigures[] = [];
  const soldOut: ScriptFigures[] = [];
  const minimalSoldOut: ScriptFigures[] = [];
  const looks: ScriptFigures[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const stock = { key: `{${source.pool}}:stock`, buyers: `{${source.pool}}:buyers` };
    await redis.client.set(stock.key, decisions);
    await redis.client.del(stock.buyers);
    const sell = (first: number, expected: number) =>
      pipelined(
        redis.client,
        decisions,
        (pipeline, number) => {
          const commands = pipeline as unknown as Record<string, (...parts: string[]) => unknown>;
          commands['flash-sale']?.(stock.key, stock.buyers, numbered(VOLUNTEER_PATTERN, first + number));
        },
        expected,
      );
    const needId = numbered(NEED_PATTERN, round);
    await runScript(redis.client, 'copy-keys', keys.need(templates.wide), keys.need(NEED_PATTERN), round, round);
    await fillVolunteers(redis, keys, decisions + 1);
    const figures = {
      minimal: await sell(0, 1),
      full: await pipelinedClaims(redis, keys, decisions, outcomes.held, (volunteer) => ({ needId, volunteer })),
      soldOut: await pipelinedClaims(redis, keys, decisions, outcomes.full, (volunteer) => ({
        needId: templates.narrow,
        volunteer,
      })),
      minimalSoldOut: await sell(decisions, 0),
      look: await pipelined(
        redis.client,
        decisions,
        (pipeline) => pipelineLook(pipeline, keys, templates.narrow),
        await redis.client.get(keys.sequence),
      ),
    };
    step();
    if (round === 0) continue;
    minimal.push(figures.minimal);
    full.push(figures.full);
    soldOut.push(figures.soldOut);
    minimalSoldOut.push(figures.minimalSoldOut);
    looks.push(figures.look);
  }
  const speed = (figures: ScriptFigures[]) => figures.map(perCpuSecond);
  const wall = (figures: ScriptFigures[]) =>
    median(figures.map(({ decisions: count, wallSeconds }) => count / wallSeconds));
  return [
    rowOf('script-of-minimal', pairedRatio(speed(full), speed(minimal)), {
      claimsPerCpuSecond: median(speed(full)),
      minimalPerCpuSecond: median(speed(minimal)),
      claimsPerSecond: wall(full),
      minimalPerSecond: wall(minimal),
    }),
    rowOf('sold-out-of-minimal', pairedRatio(speed(looks), speed(minimal)), {
      soldOutPerCpuSecond: median(speed(looks)),
      soldOutByTheClaimScriptPerCpuSecond: median(speed(soldOut)),
      minimalPerCpuSecond: median(speed(minimal)),
      minimalSoldOutPerCpuSecond: median(speed(minimalSoldOut)),
      soldOutPerSecond: wall(looks),
    }),
  ];
}
