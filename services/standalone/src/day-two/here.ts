import { join, resolve } from 'node:path';
import { readConfiguration, type Configuration } from '@huying/http';
import { ADDRESS_VARIABLES, startServers, type ServerName } from '@huying/infrastructure';
import { readPlatformFile, type PlatformFile } from '../platform-file.js';
import { secretsOf } from '../secrets.js';

/** The installation that a command of the administrator is about: its settings, complete and checked. */
export interface Here {
  readonly configuration: Configuration;
  /** Whether the platform of `npm start` runs at this moment. */
  readonly running: boolean;
}

/** What these commands do not need, though a service does; in its place, so that the rest is checked as for a service. */
const notNeeded = { KAFKA_BROKERS: 'none', REDIS_URL: 'redis://none', OIDC_ISSUER: 'http://none' };

/**
 * Does the work on the installation that the environment names (POSTGRES_URL …), else on the one of `npm start` in this data directory: on the
 * servers of the platform that runs, or, if none does, on those of the directory, started for the work and ended after it.
 * @throws ConfigurationError, InfrastructureError
 */
export async function withInstallation<Result>(
  dataDir: string,
  needs: readonly ServerName[],
  work: (here: Here) => Promise<Result>,
): Promise<Result> {
  const given = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''));
  if (given['POSTGRES_URL'] ?? given['POSTGRES_URL_FILE']) {
    const needed = needs.map((name): string => ADDRESS_VARIABLES[name]);
    const others = Object.entries(notNeeded).filter(([name]) => !needed.includes(name));
    return work({
      configuration: readConfiguration({ ...Object.fromEntries(others), ...given }),
      running: false,
    });
  }
  const own = resolve(dataDir, 'platform');
  const settings = {
    ...(await secretsOf(own)),
    ...notNeeded,
    ATTACHMENTS_DIRECTORY: join(own, 'attachments'),
    ...given,
  };
  const platform = runningPlatform(resolve(dataDir));
  if (platform) {
    return work({ configuration: readConfiguration({ ...settings, ...platform.environment }), running: true });
  }
  const servers = await startServers({ dataDir: own, servers: needs });
  try {
    return await work({
      configuration: readConfiguration({ ...settings, ...servers.environment }),
      running: false,
    });
  } finally {
    await servers.stop();
  }
}

function runningPlatform(dataDir: string): PlatformFile | undefined {
  try {
    return readPlatformFile(dataDir);
  } catch {
    return undefined;
  }
}
