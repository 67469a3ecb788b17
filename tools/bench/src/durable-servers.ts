import { randomBytes } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServers, type ServerName, type Servers } from '@huying/infrastructure';

/** Servers for the time of a run, as they are in production as far as disks go: durable, with fsync. */
export async function startDurableServers<S extends ServerName>(
  servers: readonly S[],
  report: (line: string) => void,
): Promise<Servers<S>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'huying-bench-'));
  return startServers({ dataDir, servers, durable: true, temporary: true, report });
}

/** The environment of a service that is measured: as in production, with keys of its own, and nobody asks too often. */
export const measuredEnvironment = () => ({
  NODE_ENV: 'production',
  ENCRYPTION_KEYS: `k1.aesgcm256.${randomBytes(32).toString('base64url')}=`,
  BLIND_INDEX_KEY: randomBytes(32).toString('hex'),
  RATE_LIMIT_PER_MINUTE: '1000000000',
});
