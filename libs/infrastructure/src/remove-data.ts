import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { volumeName } from './container.js';
import { DataState } from './data-state.js';
import { findEngine } from './docker.js';
import { Keeper } from './keeper.js';
import { ALL_SERVERS, type Environment } from './servers.types.js';

/**
 * Removes a data directory and the volumes of its containers, to begin again. Refuses (`data-in-use`) while a platform
 * runs on it.
 */
export async function removeData(options: {
  readonly dataDir: string;
  readonly environment?: Environment;
}): Promise<void> {
  const dataDir = resolve(options.dataDir);
  if (!existsSync(join(dataDir, 'servers.json'))) return;
  const keeper = await Keeper.take(dataDir, true);
  try {
    const state = DataState.open(dataDir);
    const inContainers = ALL_SERVERS.filter((server) => state.origin(server) === 'container');
    if (inContainers.length > 0 && (await findEngine(options.environment ?? process.env))) {
      const { getContainerRuntimeClient } = await import('testcontainers');
      const { dockerode } = (await getContainerRuntimeClient()).container;
      await Promise.all(
        inContainers.map((server) => dockerode.getVolume(volumeName(server, { state })).remove({ force: true })),
      );
    }
  } finally {
    // A keeper of temporary data takes the directory with it.
    await keeper.stop();
  }
}
