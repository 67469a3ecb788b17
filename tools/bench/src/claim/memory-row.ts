import type { Redis } from 'ioredis';
import { NEED_PATTERN, numbered, outcomes } from './core.js';
import type { Laboratory } from './laboratory.js';
import { rowOf, type Row } from './rows.js';
import { fill, pipelinedClaims } from './script-bench.js';
import { poolOf } from './sides.js';

const IN_EACH_NEED = 100;
/** What the journaler leaves in the log behind its watermark. */
const LOG_KEPT = 10_000;

/**
 * What Redis holds more after so many claims: each by another volunteer, a hundred in each need. The log is left out of the
 * figure and stated by itself: it is trimmed behind the journal, and does not grow with the claims held.
 */
export async function measureMemory(lab: Laboratory): Promise<Row[]> {
  const { redis, templates } = lab;
  const { client } = redis;
  const claims = Math.round(100_000 / lab.extent.shrink);
  const keys = await poolOf(lab, 'memory', [templates.wide], claims);
  const needs = claims / IN_EACH_NEED;
  await fill(client, 'copy-keys', keys.need(templates.wide), [keys.need(NEED_PATTERN)], [0, needs - 1]);
  const before = await usedMemory(client);
  const volunteersBefore = await usage(client, keys.volunteers);
  await pipelinedClaims(redis, keys, claims, outcomes.held, (number) => ({
    needId: numbered(NEED_PATTERN, number % needs),
    volunteer: number,
  }));
  await client.xtrim(keys.log, 'MAXLEN', LOG_KEPT);
  const logBytes = await usage(client, keys.log);
  const logEntries = await client.xlen(keys.log);
  await client.del(keys.log);
  const perClaim = ((await usedMemory(client)) - before) / claims;
  let records = 0;
  for (let need = 0; need < needs; need += 1) records += await usage(client, keys.claims(numbered(NEED_PATTERN, need)));
  const calendars = (await usage(client, keys.volunteers)) - volunteersBefore;
  lab.step();
  return [
    rowOf('bytes-per-held-claim', perClaim, {
      claims,
      claimRecordBytes: records / claims,
      calendarBytes: calendars / claims,
      restBytes: perClaim - (records + calendars) / claims,
      logBytesPerEntry: logBytes / logEntries,
      logEntriesKept: LOG_KEPT,
    }),
  ];
}

async function usage(client: Redis, key: string): Promise<number> {
  return Number(await client.memory('USAGE', key, 'SAMPLES', 0));
}

async function usedMemory(client: Redis): Promise<number> {
  return Number(/^used_memory:(\d+)/m.exec(await client.info('memory'))?.[1]);
}
