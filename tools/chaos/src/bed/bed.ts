import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdtemp, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTopics } from '@huying/events';
import { startServers, type Servers } from '@huying/infrastructure';
import pg from 'pg';
import { Balancer } from './balancer.js';
import { ClaimProcesses } from './claim-processes.js';
import { openIssuer, type Issuer } from './issuer.js';
import { RedisPair } from './redis-pair.js';

/** What the claim processes go by, and the checker too. */
export const limits = { openClaims: 12, weekMinutes: 60 * 60 };
export const REDIS_PREFIX = 'chaos:';
const DATABASE_PREFIX = 'chaos_';

/** All that a run needs: real servers, claim processes behind one address, an issuer of tokens. */
export interface Bed {
  readonly dir: string;
  readonly servers: Servers<'kafka' | 'postgres'>;
  readonly redis: RedisPair;
  readonly issuer: Issuer;
  readonly processes: ClaimProcesses;
  readonly balancer: Balancer;
  /** The claim service's own database. */
  readonly database: pg.Pool;
  readonly brokers: string[];
  close(): Promise<void>;
}

/** @param keepsData whether logs and history stay */
export async function openBed(processCount: number, keepsData: boolean, report: (line: string) => void): Promise<Bed> {
  const dir = await mkdtemp(join(tmpdir(), 'huying-chaos-'));
  // However this program ends; the servers' keepers see to their own data.
  if (!keepsData) process.once('exit', () => rmSync(join(dir, 'history'), { recursive: true, force: true }));
  const logDir = join(dir, 'logs');
  await mkdir(logDir);
  // Only servers of its own: this run kills them.
  const environment = { ...process.env, KAFKA_BROKERS: undefined, POSTGRES_URL: undefined, HUYING_SERVERS: 'native' };
  const [servers, redis, issuer] = await Promise.all([
    startServers({
      dataDir: join(dir, 'servers'),
      servers: ['kafka', 'postgres'],
      temporary: true,
      environment,
      report,
    }),
    RedisPair.start(dir),
    openIssuer(),
  ]);
  const { KAFKA_BROKERS, POSTGRES_URL } = servers.environment;
  const brokers = KAFKA_BROKERS.split(',');
  await createTopics({ brokers }, { services: ['claim', 'request', 'volunteer'], logger: quiet });
  const balancer = await Balancer.open();
  const processes = await ClaimProcesses.start(
    processCount,
    {
      KAFKA_BROKERS,
      POSTGRES_URL,
      REDIS_URL: redis.url,
      OIDC_ISSUER: issuer.url,
      DATABASE_PREFIX,
      REDIS_PREFIX,
      ENCRYPTION_KEYS: `k1.aesgcm256.${randomBytes(32).toString('base64url')}=`,
      BLIND_INDEX_KEY: randomBytes(32).toString('hex'),
      LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'error',
      NODE_ENV: 'production',
      RATE_LIMIT_PER_MINUTE: '1000000000',
      CLAIMS_OPEN_LIMIT: String(limits.openClaims),
      CLAIMS_WEEK_HOURS: String(limits.weekMinutes / 60),
    },
    logDir,
  );
  balancer.use(processes.ports);
  const database = new pg.Pool({ connectionString: `${POSTGRES_URL}/${DATABASE_PREFIX}claim`, max: 4 });
  database.on('error', () => undefined);
  return {
    dir,
    servers,
    redis,
    issuer,
    processes,
    balancer,
    database,
    brokers,
    close: async () => {
      balancer.close();
      await processes.stop();
      await database.end();
      issuer.close();
      await redis.stop();
      await servers.stop();
      if (!keepsData) await rm(dir, { recursive: true, force: true });
    },
  };
}

const nothing = () => undefined;
const quiet = { info: nothing, warn: nothing, error: nothing };
