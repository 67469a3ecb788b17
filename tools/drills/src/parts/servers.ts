import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import {
  findPostgresTools,
  InfrastructureError,
  packagedPostgres,
  startServers,
  type Servers,
} from '@huying/infrastructure';

/** This program's environment without the addresses of other servers, and with a PostgreSQL first on the PATH that has pg_dump beside it. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const { KAFKA_BROKERS: _k, POSTGRES_URL: _p, REDIS_URL: _r, ...environment } = process.env;
  const bin = packagedPostgres().find((dir) =>
    ['initdb', 'pg_dump', 'pg_restore'].every((program) => existsSync(join(dir, program))),
  );
  return bin ? { ...environment, PATH: `${bin}${delimiter}${environment['PATH'] ?? ''}` } : environment;
}

/** Servers on free ports, whose data goes with them. */
export const startDrillServers = (dataDir: string, report: (line: string) => void): Promise<Servers> =>
  startServers({ dataDir, temporary: true, environment: ownEnvironment(), report });

/** Before anything is started. @throws InfrastructureError if the servers could not be backed up */
export async function ensurePostgresTools(): Promise<void> {
  const OLDEST = 15;
  const environment = ownEnvironment();
  await findPostgresTools(OLDEST, environment);
  if (
    packagedPostgres().length > 0 ||
    environment['PATH']?.split(delimiter).some((dir) => existsSync(join(dir, 'initdb')))
  )
    return;
  throw new InfrastructureError(
    'postgres-missing',
    'The drill needs a PostgreSQL with initdb and pg_dump of one version: run `apt-get install -y postgresql`.',
    'postgres',
  );
}
