import { readFileSync } from 'node:fs';
import type { ChainableCommander, Redis } from 'ioredis';
import { numbered, pipelineClaim, VOLUNTEER_PATTERN, type ClaimRedis, type PoolKeys } from './core.js';

const lua = (file: string): string => readFileSync(new URL(`../../lua/${file}`, import.meta.url), 'utf8');
const BATCH = 500;
const IN_FLIGHT = 3;
const FILL = 5_000;
/** See lua/include/volunteers.lua of the claim service. */
const CALENDAR_FOLLOWS = '\x1e';

/** What so many decisions took. */
export interface ScriptFigures {
  readonly decisions: number;
  /** Of Redis's main thread: what bounds it, however busy the rest of the machine is. */
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
}

export const perCpuSecond = ({ decisions, cpuSeconds }: ScriptFigures): number => decisions / cpuSeconds;
export const microseconds = ({ decisions, cpuSeconds }: ScriptFigures): number => (cpuSeconds * 1e6) / decisions;

/** Defines the benchmark's own scripts on a connection. */
export function defineBenchScripts(client: Redis): void {
  client.defineCommand('flash-sale', { numberOfKeys: 2, lua: lua('flash-sale-2.lua') });
  client.defineCommand('fill-hash', { numberOfKeys: 1, lua: lua('fill-hash-1.lua') });
  client.defineCommand('copy-keys', { numberOfKeys: 1, lua: lua('copy-keys-1.lua') });
  client.defineCommand('fill-log', { numberOfKeys: 1, lua: lua('fill-log-1.lua') });
}

type Commands<Answer> = Record<string, (...parts: (string | number)[]) => Answer>;

/** Runs one of the benchmark's own scripts. */
export function runScript(client: Redis, name: string, ...parts: (string | number)[]): Promise<unknown> {
  const command = (client as unknown as Commands<Promise<unknown>>)[name];
  if (!command) throw new RangeError(`There is no script ${name}.`);
  return command.call(client, ...parts);
}

/** Runs a script for a range of numbers in portions that do not hold Redis up for long. */
export async function fill(
  client: Redis,
  name: string,
  key: string,
  parts: readonly (string | number)[],
  [from, to]: readonly [number, number],
): Promise<void> {
  for (let first = from; first <= to; first += FILL) {
    await runScript(client, name, key, ...parts, first, Math.min(to, first + FILL - 1));
  }
}

async function mainThreadSeconds(client: Redis): Promise<number> {
  const info = await client.info('cpu');
  const of = (part: string) => Number(new RegExp(`used_cpu_${part}_main_thread:([\\d.]+)`).exec(info)?.[1]);
  return of('user') + of('sys');
}

/** Runs so many calls pipelined. @throws if one does not come out as expected: then something else was measured */
export async function pipelined(
  client: Redis,
  count: number,
  add: (pipeline: ChainableCommander, number: number) => void,
  expected: number | string | null,
): Promise<ScriptFigures> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) {
      const pipeline = client.pipeline();
      for (const end = Math.min(count, next + BATCH); next < end; next += 1) add(pipeline, next);
      for (const [error, reply] of (await pipeline.exec()) ?? []) {
        if (error) throw error;
        const outcome: unknown = Array.isArray(reply) ? reply[0] : reply;
        if (outcome !== expected) throw new Error(`A script answered ${String(outcome)} and not ${String(expected)}.`);
      }
    }
  };
  const before = await mainThreadSeconds(client);
  const started = performance.now();
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
  const wallSeconds = (performance.now() - started) / 1_000;
  return { decisions: count, wallSeconds, cpuSeconds: (await mainThreadSeconds(client)) - before };
}

/** Claims by one volunteer after the other; a claim's id is its volunteer's unless another is given. */
export function pipelinedClaims(
  redis: ClaimRedis,
  keys: PoolKeys,
  count: number,
  expected: number,
  who: (number: number) => { readonly needId: string; readonly volunteer: number; readonly claimId?: string },
): Promise<ScriptFigures> {
  return pipelined(
    redis.client,
    count,
    (pipeline, number) => {
      const { needId, volunteer, claimId } = who(number);
      const volunteerId = numbered(VOLUNTEER_PATTERN, volunteer);
      pipelineClaim(pipeline, redis, keys, { needId, volunteerId, claimId: claimId ?? volunteerId });
    },
    expected,
  );
}

/** Makes so many volunteers known to a copied pool, all with the record of the first and nothing in their calendars. */
export async function fillVolunteers(redis: ClaimRedis, keys: PoolKeys, count: number): Promise<void> {
  const first = numbered(VOLUNTEER_PATTERN, 0);
  const known = (await redis.client.hget(keys.volunteers, first)) ?? '';
  await redis.client.hset(keys.volunteers, first, known.split(CALENDAR_FOLLOWS, 1)[0] ?? '');
  await fill(redis.client, 'fill-hash', keys.volunteers, [first, VOLUNTEER_PATTERN], [1, count - 1]);
}
