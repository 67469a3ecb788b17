import { createDataSource, Database } from '@huying/database';
import { runningPlatform, TransactionalOutbox } from '@huying/events';
import { claimService } from '../claim.service.js';
import { ClaimRedis } from '../pools/claim-redis.js';
import { rebuild, RebuildError } from './rebuild.js';

const usage = `Usage: npm run claims -- rebuild POOL

  rebuild POOL   fold the pool's state from PostgreSQL into Redis under a new epoch (a pool is a community: xishan)
`;

/** The servers that the environment names, else those of the platform that runs here. */
async function settings() {
  const known: Readonly<Record<string, string | undefined>> = process.env.POSTGRES_URL
    ? process.env
    : await runningPlatform();
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

async function main([command, pool]: string[]): Promise<void> {
  if (command !== 'rebuild' || !pool) {
    process.stderr.write(usage);
    process.exitCode = 2;
    return;
  }
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
    process.stdout.write(`${await rebuild({ database, redis, prefix }, pool)}\n`);
  } finally {
    await redis.onApplicationShutdown();
    if (dataSource.isInitialized) await dataSource.destroy();
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
