import { resolve } from 'node:path';
import { migrateService } from '@huying/http';
import { Command } from 'commander';
import { StandaloneError } from './errors.js';
import { readPlatformFile } from './platform-file.js';
import { services } from './platform.js';

const { dataDir } = new Command('migrate')
  .description('Brings the databases of all services up to date')
  .option('--data-dir <dir>', 'where the platform of this machine keeps its data', '.data')
  .parse()
  .opts<{ dataDir: string }>();

/** The server of the environment, else the one of the platform that runs here. */
function address(): { POSTGRES_URL: string; DATABASE_PREFIX: string } {
  const own = process.env['POSTGRES_URL'] ? process.env : readPlatformFile(resolve(dataDir)).environment;
  return { POSTGRES_URL: own['POSTGRES_URL'] ?? '', DATABASE_PREFIX: own['DATABASE_PREFIX'] ?? 'huying_' };
}

try {
  const where = address();
  for (const definition of services) {
    const done = await migrateService(definition, where);
    console.log(`${where.DATABASE_PREFIX}${definition.name}: ${done.length > 0 ? done.join(', ') : 'up to date'}`);
  }
} catch (error) {
  process.exitCode = 1;
  if (error instanceof StandaloneError) console.error(`${error.message.replace(/\.$/, '')}, or set POSTGRES_URL.`);
  else console.error(`The databases could not be migrated: ${error instanceof Error ? error.message : String(error)}`);
}
