import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Environment } from './servers.types.js';

/** Where fetched servers are kept for all clones of this user: HUYING_CACHE, or the usual cache directory. */
export function cacheDir(environment: Environment): string {
  return resolve(environment.HUYING_CACHE ?? join(environment.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'huying'));
}

/**
 * A directory of the cache, filled once. It appears whole or not at all: `fill` works in a directory beside it,
 * which is renamed at the end, so an interrupted download leaves nothing that looks finished and two runs may race.
 */
export async function cached(
  name: string,
  environment: Environment,
  fill: (dir: string) => Promise<void>,
): Promise<string> {
  const target = join(cacheDir(environment), name);
  if (existsSync(target)) return target;
  await mkdir(cacheDir(environment), { recursive: true });
  const draft = await mkdtemp(join(cacheDir(environment), `.${name}-`));
  try {
    await fill(draft);
    await rename(draft, target).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return target;
}
