/**
 * All that the benchmark knows of the claim service's inside: its scripts' arguments, its tables, its events. What changes
 * there is followed here.
 */
import { create, type Message } from '@bufbuild/protobuf';
import { ClaimRedis, claimService, commitBatch, PoolKeys, readLogEntry, type LogEntry } from '@huying/claim';
import {
  Audience,
  NeedPublishedSchema,
  toTimestamp,
  VolunteerRegisteredSchema,
  VolunteerState,
} from '@huying/contracts';
import { createDataSource, Database } from '@huying/database';
import { toEventRecord, TransactionalOutbox } from '@huying/events';
import type { ChainableCommander, Redis } from 'ioredis';
import { Kafka, logLevel } from 'kafkajs';
import { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';

export { ClaimRedis, PoolKeys, type LogEntry };

/** Limits so high that no measurement meets them. */
const OPEN_CLAIMS_LIMIT = 100_000;
const WEEK_LIMIT_MINUTES = 1_000_000;

/** The ids of volunteers and needs that are copied by thousands: a UUID whose last digits count. */
export const VOLUNTEER_PATTERN = '018f0000-0000-7000-8000-%s';
export const NEED_PATTERN = '018f1111-0000-7000-8000-%s';
export const numbered = (pattern: string, number: number): string =>
  pattern.replace('%s', String(number).padStart(12, '0'));

/** A claim as the route asks the script for it. */
export interface ClaimWish {
  readonly needId: string;
  readonly volunteerId: string;
  readonly claimId: string;
}

/** Adds a claim to a pipeline of a `ClaimRedis` client. */
export function pipelineClaim(pipeline: ChainableCommander, redis: ClaimRedis, keys: PoolKeys, wish: ClaimWish): void {
  pipelineDecision(pipeline, redis, keys, 'claim-place', wish, [uuidv7(), 0, 'need']);
}

/** Adds a release of a held place to a pipeline; the line moves up in it. */
export function pipelineRelease(
  pipeline: ChainableCommander,
  redis: ClaimRedis,
  keys: PoolKeys,
  wish: ClaimWish,
): void {
  pipelineDecision(pipeline, redis, keys, 'release-place', wish, ['volunteer', 0]);
}

function pipelineDecision(
  pipeline: ChainableCommander,
  redis: ClaimRedis,
  keys: PoolKeys,
  script: 'claim-place' | 'release-place',
  { needId, volunteerId, claimId }: ClaimWish,
  rest: readonly (string | number)[],
): void {
  const { name, keys: count } = redis.functionOf(script);
  pipeline.fcall(name, count, ...keys.ofDecision(needId), ...common(keys, needId), volunteerId, claimId, ...rest);
}

/** Adds a look to a pipeline: what answers everybody who rushes for a need that is sold out. */
export function pipelineLook(pipeline: ChainableCommander, keys: PoolKeys, needId: string): void {
  pipeline.mget(keys.sequence, keys.last(needId));
}

const common = (keys: PoolKeys, needId: string): (string | number)[] => [
  keys.epoch,
  Date.now(),
  needId,
  OPEN_CLAIMS_LIMIT,
  WEEK_LIMIT_MINUTES,
  '',
];

/** Makes a pool of a prefix that nobody journals, with its first volunteer and these needs as in the service's own pool. */
export async function copyPool(from: Redis, source: PoolKeys, to: Redis, keys: PoolKeys, needIds: readonly string[]) {
  await to.set(keys.sequence, 0);
  const first = numbered(VOLUNTEER_PATTERN, 0);
  await to.hset(keys.volunteers, first, (await from.hgetBuffer(source.volunteers, first)) ?? '');
  for (const needId of needIds) {
    const dump = await from.dumpBuffer(source.need(needId));
    if (!dump) throw new Error(`Redis does not know the need ${needId}.`);
    await to.restore(keys.need(needId), 0, dump, 'REPLACE');
  }
}

/** Outcomes of the scripts that the benchmark tells apart. */
export const outcomes = { held: 1, waiting: 2, full: -22 } as const;

export interface NeedWish {
  readonly pool: string;
  readonly places: number;
  readonly line?: boolean;
  /** Services of different slots never clash; one a week. */
  readonly slot: number;
  /** Whether each copy has the slot after the one before it. */
  readonly slotsApart?: boolean;
}

/** A need that opened an hour ago. */
export function needPublished(needId: string, { pool, places, line = false, slot }: NeedWish): Message {
  const now = Temporal.Now.instant();
  const startsAt = now.add({ hours: 7 * 24 * (slot + 1) });
  return create(NeedPublishedSchema, {
    needId,
    communityId: pool,
    publication: 1,
    title: 'Ten chairs to carry',
    places,
    opensAt: toTimestamp(now.subtract({ hours: 1 })),
    closesAt: toTimestamp(startsAt),
    startsAt: toTimestamp(startsAt),
    endsAt: toTimestamp(startsAt.add({ hours: 1 })),
    releaseUntil: toTimestamp(startsAt.subtract({ hours: 2 })),
    audience: Audience.COMMUNITY,
    waitingList: line,
  });
}

/** A volunteer who may do anything. */
export function volunteerRegistered(pool: string, volunteerId: string): Message {
  return create(VolunteerRegisteredSchema, {
    volunteerId,
    communityId: pool,
    version: 1,
    fitness: {
      state: VolunteerState.ACTIVE,
      birthDate: '1990-05-17',
      skills: ['first-aid', 'cooking'],
      consents: ['privacy-notice'],
    },
    registeredAt: toTimestamp(Temporal.Now.instant()),
  });
}

/** Delivers events as their publishers would. */
export async function deliver(brokers: string[], events: readonly Message[]): Promise<void> {
  const producer = new Kafka({ brokers, clientId: 'bench', logLevel: logLevel.NOTHING }).producer();
  await producer.connect();
  for (const event of events) {
    const service = event.$typeName.split('.')[1] ?? '';
    const { topic, key, value, headers } = toEventRecord(event, { id: uuidv7(), service, time: new Date() });
    await producer.send({ topic, messages: [{ key, value, headers }] });
  }
  await producer.disconnect();
}

/** The journal by itself, on the service's own database. */
export interface Journal {
  commit(pool: string, epoch: number, from: number, entries: readonly LogEntry[]): Promise<void>;
  close(): Promise<void>;
}

export async function openJournal(url: string): Promise<Journal> {
  const name = new URL(url).pathname.slice(1);
  const dataSource = createDataSource({ url, name, entities: [...claimService.entities], migrations: [] });
  await dataSource.initialize();
  const database = new Database(dataSource, new TransactionalOutbox({ service: 'claim' }));
  const configs: Parameters<typeof commitBatch>[5] = new Map();
  return {
    commit: (pool, epoch, from, entries) =>
      database.withTransaction((tx) => commitBatch(tx, pool, epoch, from, entries, configs)),
    close: () => dataSource.destroy(),
  };
}

/** Entries of a pool's log, as the journaler reads them. */
export async function readLog(redis: ClaimRedis, keys: PoolKeys, after: number, count: number): Promise<LogEntry[]> {
  const raw = await redis.client.xrange(keys.log, `(${keys.epoch}-${after}`, '+', 'COUNT', count);
  return raw.map(readLogEntry);
}
