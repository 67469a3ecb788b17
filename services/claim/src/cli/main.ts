import { createDataSource, Database } from '@huying/database';
import { settingsOf, TransactionalOutbox } from '@huying/events';
import { claimService } from '../claim.service.js';
import { ClaimRedis } from '../pools/claim-redis.js';
import { PoolKeys } from '../pools/pool-keys.js';
import { reconcilePool } from '../reconcile/reconcile-pool.js';
import { inspect } from './inspect.js';
import { rebuild, RebuildError } from './rebuild.js';
import { verifyDraw } from './verify-draw.js';

const usage = `Usage: npm run claims -- COMMAND

  inspect NAME      what the journal has of a pool (xishan), a need, a volunteer or a claim
  rebuild POOL      fold the pool's state from PostgreSQL into Redis under a new epoch
  reconcile POOL    compare every need of the pool in Redis with PostgreSQL; exits with 1 if anything differs
  verify-draw FILE  draw again from a DrawHeld event (JSON; - reads standard input); exits with 1 if it is not sound
`;

/** The servers that the environment names, else those of the platform that runs here. */
async function settings() {
  const known = await settingsOf('POSTGRES_URL');
  const { POSTGRES_URL: postgres, REDIS_URL: redis } = known;
  if (!postgres || !redis) {
    throw new RebuildError(
      'No servers are known: start a platform here with `npm start`, or set POSTGRES_URL and REDIS_URL.',
    );
  }
  return {
    postgres,
    redis,
    databasePrefix: known.DATABASE_PREFIX ?? 'huying_',
    prefix: known.REDIS_PREFIX ?? 'huying:',
  };
}

/** What a command works with. */
interface Parts {
  readonly database: Database;
  readonly redis: ClaimRedis;
  readonly prefix: string;
}

async function withParts(work: (parts: Parts) => Promise<void>): Promise<void> {
  const { postgres, redis: redisUrl, databasePrefix, prefix } = await settings();
  const dataSource = createDataSource({
    url: postgres,
    name: `${databasePrefix}${claimService.name}`,
    entities: [...claimService.entities],
    migrations: [],
  });
  const redis = new ClaimRedis(redisUrl);
  try {
    await dataSource.initialize();
    const database = new Database(dataSource, new TransactionalOutbox({ service: claimService.name }));
    await work({ database, redis, prefix });
  } finally {
    await redis.onApplicationShutdown();
    if (dataSource.isInitialized) await dataSource.destroy();
  }
}

async function reconcile({ database, redis, prefix }: Parts, pool: string): Promise<void> {
  const [row] = await database.read.query<{ epoch: number }[]>(`SELECT epoch FROM pools WHERE pool = $1`, [pool]);
  if (!row) throw new RebuildError(`There is no pool ${pool}.`);
  const keys = new PoolKeys(prefix, pool, row.epoch);
  const { needs, busy, differences } = await reconcilePool({ database, redis }, keys);
  for (const { needId, what, redis: one, postgres } of differences) {
    print(`need ${needId}: ${what}: Redis says ${one}, PostgreSQL ${postgres}`);
  }
  print(`${needs} needs compared, ${busy} too busy, ${differences.length} differences.`);
  if (differences.length > 0) process.exitCode = 1;
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);

async function main([command, name]: string[]): Promise<void> {
  if (name && command === 'rebuild') {
    return withParts(async (parts) => print(await rebuild(parts, name)));
  }
  if (name && command === 'reconcile') return withParts((parts) => reconcile(parts, name));
  if (name && command === 'inspect') {
    return withParts(async ({ database }) => {
      const lines = await inspect(database, name);
      print(
        lines.length > 0
          ? lines.join('\n')
          : `Nothing is known of ${name}: name a pool, a need, a volunteer or a claim.`,
      );
    });
  }
  if (name && command === 'verify-draw') {
    const { sound, lines } = await verifyDraw(name);
    print(lines.join('\n'));
    if (!sound) process.exitCode = 1;
    return;
  }
  process.stderr.write(usage);
  process.exitCode = 2;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
