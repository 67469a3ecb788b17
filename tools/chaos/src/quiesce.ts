import { setTimeout as pause } from 'node:timers/promises';
import { PoolKeys } from '@huying/claim';
import { REDIS_PREFIX, type Bed } from './bed/bed.js';
import { watermarkOf } from './bed/journaling-process.js';

const PATIENCE_MS = 90_000;

/**
 * Waits until nothing is under way: everything decided is committed, everything committed is told, nothing is left to bring.
 * Then the claim processes are stopped where they are: times that come, such as a draw's, change nothing any more.
 */
export async function quiesce(bed: Bed, pools: readonly string[]): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  const isCalm = async () => (why = await unrest(bed, pools).catch((error: unknown) => String(error))) === '';
  let why = '';
  await bed.processes.allReady();
  for (;;) {
    if (Date.now() > deadline)
      throw new Error(`The platform did not come to rest within ${PATIENCE_MS / 1_000} s: ${why}.`);
    if (await isCalm()) {
      bed.processes.signalAll('SIGSTOP');
      // What was sent to PostgreSQL and Redis a moment before is done by then.
      await pause(300);
      if (await isCalm()) return;
      bed.processes.signalAll('SIGCONT');
    }
    await pause(100);
  }
}

async function unrest({ database, redis }: Bed, pools: readonly string[]): Promise<string> {
  for (const pool of pools) {
    const { epoch, sequence } = await watermarkOf(database, pool);
    const decided = await redis.client.get(new PoolKeys(REDIS_PREFIX, pool, epoch).sequence);
    if (Number(decided) !== sequence)
      return `${pool} is decided up to ${epoch}-${decided} and committed up to ${sequence}`;
  }
  const { rows } = await database.query<{ left: number; unsent: number; shut: number }>(
    `SELECT (SELECT count(*)::int FROM pool_changes) AS left, (SELECT count(*)::int FROM outbox WHERE sent_at IS NULL) AS unsent,
            (SELECT count(*)::int FROM pools WHERE gate <> 'open') AS shut`,
  );
  const { left = 0, unsent = 0, shut = 0 } = rows[0] ?? {};
  return left + unsent + shut === 0 ? '' : `${left} changes to bring, ${unsent} events to send, ${shut} pools shut`;
}
