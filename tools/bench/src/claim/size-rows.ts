import { median, pairedRatio } from '../statistics.js';
import { NEED_PATTERN, numbered, outcomes, VOLUNTEER_PATTERN, type PoolKeys } from './core.js';
import type { Laboratory } from './laboratory.js';
import { lineSides } from './line-size.js';
import { rowOf, type Row, type RowName } from './rows.js';
import { fill, microseconds, pipelinedClaims, runScript } from './script-bench.js';
import { openNeeds } from './seed.js';
import { askers, poolOf, SMALL, type Sides } from './sides.js';

/** What a cost against a size was, for the plots. */
export interface SizeFigures {
  readonly name: RowName;
  readonly size: number;
  readonly smallMicroseconds: number;
  readonly largeMicroseconds: number;
}

/** Needs that are open in the pool. Each decision is a second claim of a need that has one, at both sizes. */
async function openNeedsSides(lab: Laboratory): Promise<Sides> {
  const { redis, extent, templates } = lab;
  const size = Math.round(1_000_000 / extent.shrink);
  const side = async (mark: string, count: number) => {
    const keys = await poolOf(lab, mark, [templates.wide], askers(extent));
    await fill(redis.client, 'copy-keys', keys.need(templates.wide), [keys.need(NEED_PATTERN)], [0, count - 1]);
    const spread = Math.max(1, Math.floor(count / extent.decisions));
    const needOf = (number: number) => numbered(NEED_PATTERN, (number * spread) % count);
    return (round: number) =>
      pipelinedClaims(redis, keys, extent.decisions, outcomes.held, (number) => ({
        needId: needOf(number),
        volunteer: round * extent.decisions + number,
      }));
  };
  return { small: await side('needs-few', SMALL), large: await side('needs-many', size), size };
}

/** Claims held in one need. The small side spreads its claims over needs with at most a hundred each. */
async function claimsSides(lab: Laboratory): Promise<Sides> {
  const { redis, extent, templates } = lab;
  const size = Math.round(500_000 / extent.shrink);
  const few = await poolOf(lab, 'claims-few', [templates.wide], askers(extent));
  const needs = Math.ceil(askers(extent) / SMALL);
  await fill(redis.client, 'copy-keys', few.need(templates.wide), [few.need(NEED_PATTERN)], [0, needs - 1]);
  const many = await poolOf(lab, 'claims-many', [templates.wide], size + askers(extent));
  await pipelinedClaims(redis, many, size, outcomes.held, (volunteer) => ({ needId: templates.wide, volunteer }));
  await redis.client.xtrim(many.log, 'MAXLEN', SMALL);
  const { decisions } = extent;
  return {
    size,
    small: (round) =>
      pipelinedClaims(redis, few, decisions, outcomes.held, (number) => ({
        needId: numbered(NEED_PATTERN, Math.floor((round * decisions + number) / SMALL)),
        volunteer: round * decisions + number,
      })),
    large: (round) =>
      pipelinedClaims(redis, many, decisions, outcomes.held, (number) => ({
        needId: templates.wide,
        volunteer: size + round * decisions + number,
      })),
  };
}

/** The calendar of whoever claims. Each measurement is of volunteers with copies of the same calendar. */
async function calendarSides(lab: Laboratory): Promise<Sides> {
  const { redis, extent, templates, bed } = lab;
  const size = extent.shrink === 1 ? 500 : 120;
  const opened = await openNeeds(bed, size, { pool: lab.source.pool, places: 10, slot: 10, slotsApart: true });
  const { decisions } = extent;
  const side = async (mark: string, entries: number) => {
    const keys = await poolOf(lab, mark, [templates.wide, ...opened], decisions);
    await pipelinedClaims(redis, keys, entries, outcomes.held, (number) => ({
      needId: opened[number] ?? '',
      volunteer: 0,
    }));
    const first = numbered(VOLUNTEER_PATTERN, 0);
    const busy = (await redis.client.hgetBuffer(keys.volunteers, first)) ?? '';
    return async (round: number) => {
      await redis.client.hset(keys.volunteers, first, busy);
      await fill(redis.client, 'fill-hash', keys.volunteers, [first, VOLUNTEER_PATTERN], [1, decisions - 1]);
      const needId = numbered(NEED_PATTERN, round);
      await runScript(redis.client, 'copy-keys', keys.need(templates.wide), keys.need(NEED_PATTERN), round, round);
      return pipelinedClaims(redis, keys, decisions, outcomes.held, (volunteer) => ({ needId, volunteer }));
    };
  };
  return { small: await side('calendar-few', Math.min(SMALL, size)), large: await side('calendar-many', size), size };
}

/** The log that nobody has read yet. */
async function logSides(lab: Laboratory): Promise<Sides> {
  const { redis, extent, templates } = lab;
  const size = Math.round(1_000_000 / extent.shrink);
  const { decisions } = extent;
  const side = async (mark: string, entries: number, prepare: (keys: PoolKeys) => Promise<unknown>) => {
    const keys = await poolOf(lab, mark, [templates.wide], askers(extent) + 1);
    await pipelinedClaims(redis, keys, 1, outcomes.held, () => ({ needId: templates.wide, volunteer: askers(extent) }));
    await fill(redis.client, 'fill-log', keys.log, [keys.epoch], [2, entries]);
    await redis.client.set(keys.sequence, entries);
    return async (round: number) => {
      await prepare(keys);
      return pipelinedClaims(redis, keys, decisions, outcomes.held, (number) => ({
        needId: templates.wide,
        volunteer: round * decisions + number,
      }));
    };
  };
  return {
    size,
    small: await side('log-short', SMALL, (keys) => redis.client.xtrim(keys.log, 'MAXLEN', SMALL)),
    large: await side('log-long', size, () => Promise.resolve()),
  };
}

const sizes: readonly (readonly [RowName, (lab: Laboratory) => Promise<Sides>])[] = [
  ['cost-at-open-needs', openNeedsSides],
  ['cost-at-claims', claimsSides],
  ['cost-at-line', lineSides],
  ['cost-at-calendar', calendarSides],
  ['cost-at-log', logSides],
];

/** The cost of a decision on Redis's main thread at a large size, beside a small one. */
export async function measureSizes(
  lab: Laboratory,
  only: ReadonlySet<RowName>,
): Promise<{ rows: Row[]; figures: SizeFigures[] }> {
  const rows: Row[] = [];
  const figures: SizeFigures[] = [];
  for (const [name, prepare] of sizes) {
    if (!only.has(name)) continue;
    const sides = await prepare(lab);
    lab.step();
    const small: number[] = [];
    const large: number[] = [];
    for (let round = 0; round <= lab.extent.rounds; round += 1) {
      const pair = [microseconds(await sides.small(round)), microseconds(await sides.large(round))] as const;
      lab.step();
      if (round === 0) continue;
      small.push(pair[0]);
      large.push(pair[1]);
    }
    const figure = { name, size: sides.size, smallMicroseconds: median(small), largeMicroseconds: median(large) };
    figures.push(figure);
    const { size, smallMicroseconds, largeMicroseconds } = figure;
    rows.push(rowOf(name, pairedRatio(large, small), { size, smallMicroseconds, largeMicroseconds }));
    for await (const keys of lab.redis.client.scanStream({ match: 'bench-*', count: 1_000 })) {
      if ((keys as string[]).length > 0) await lab.redis.client.unlink(...(keys as string[]));
    }
  }
  return { rows, figures };
}
