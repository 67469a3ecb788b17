import 'reflect-metadata';
import { ensureDatabase, databaseUrl } from '@huying/database';
import { createTopics } from '@huying/events';
import { freePort } from '@huying/infrastructure';
import { Redis } from 'ioredis';
import pg from 'pg';
import { measuredEnvironment, startDurableServers } from '../durable-servers.js';
import { quiet } from '../events-bed.js';
import { openIssuer, type BenchIssuer } from './issuer.js';
import { startMeasured, type Measured } from './processes.js';

/** Servers, an issuer and the claim service, started for the measurements. */
export interface ClaimBed {
  readonly issuer: BenchIssuer;
  readonly brokers: string[];
  readonly redisUrl: string;
  /** The claim service's own database. */
  readonly database: pg.Pool;
  readonly databaseUrl: string;
  readonly redis: Redis;
  readonly service: Measured;
  startPeer(name: string): Promise<Measured>;
  close(): Promise<void>;
}

/** The prefix of the service's keys in Redis. */
export const PREFIX = 'bench:';
const DATABASE_PREFIX = 'bench_';

/** Starts the servers, the issuer and the claim service. */
export async function openClaimBed(report: (line: string) => void): Promise<ClaimBed> {
  const servers = await startDurableServers(['kafka', 'postgres', 'redis'], report);
  const { KAFKA_BROKERS, POSTGRES_URL, REDIS_URL } = servers.environment;
  const redis = new Redis(REDIS_URL);
  // Rewriting the file in the midst of a measurement would be measured.
  await redis.config('SET', 'auto-aof-rewrite-percentage', '0');
  const issuer = await openIssuer();
  await createTopics(
    { brokers: KAFKA_BROKERS.split(',') },
    { services: ['claim', 'request', 'volunteer'], logger: quiet },
  );
  const peersUrl = await ensurePeersDatabase(POSTGRES_URL);
  const port = await freePort();
  const service = await startMeasured('./claim-process.js', {
    ...servers.environment,
    ...measuredEnvironment(),
    PORT: String(port),
    METRICS_PORT: String(await freePort()),
    OIDC_ISSUER: issuer.url,
    DATABASE_PREFIX,
    REDIS_PREFIX: PREFIX,
    // The benchmark takes pools from Redis and commits behind the service's back, of which the service would tell.
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'fatal',
  });
  const claimUrl = databaseUrl(POSTGRES_URL, `${DATABASE_PREFIX}claim`);
  const database = new pg.Pool({ connectionString: claimUrl, max: 4 });
  // PostgreSQL ends before this process does; without a listener that would end the benchmark with an error.
  database.on('error', () => undefined);
  const started = [service];
  return {
    issuer,
    brokers: KAFKA_BROKERS.split(','),
    redisUrl: REDIS_URL,
    database,
    databaseUrl: claimUrl,
    redis,
    service,
    startPeer: async (name) => {
      const peer = await startMeasured('./peers/peer-process.js', {
        PEER: name,
        POSTGRES_URL: peersUrl,
        REDIS_URL,
        OIDC_ISSUER: issuer.url,
      });
      started.push(peer);
      return peer;
    },
    close: async () => {
      await Promise.all(started.map((process) => process.stop()));
      await database.end();
      redis.disconnect();
      issuer.close();
      await servers.stop();
    },
  };
}

async function ensurePeersDatabase(url: string): Promise<string> {
  await ensureDatabase(url, 'bench_peers');
  return databaseUrl(url, 'bench_peers');
}
