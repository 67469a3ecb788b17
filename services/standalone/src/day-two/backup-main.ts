import { resolve } from 'node:path';
import { Command } from 'commander';
import { backUp } from './backup.js';
import { withInstallation } from './here.js';
import { endWith } from './sentences.js';

const { dataDir, to } = new Command('backup')
  .description('Writes every database and the attachments into a new folder; the platform may run meanwhile')
  .requiredOption('--to <dir>', 'a folder that is empty or not there yet')
  .option('--data-dir <dir>', 'where the platform of this machine keeps its data', '.data')
  .parse()
  .opts<{ dataDir: string; to: string }>();

await endWith('No backup was made', () =>
  withInstallation(dataDir, ['postgres'], async ({ configuration }) => {
    const dir = resolve(to);
    const { databases } = await backUp(configuration, dir, (line) => console.log(line));
    console.log(
      `${databases.length} databases are in ${dir}. The keys are not: keep ENCRYPTION_KEYS and BLIND_INDEX_KEY elsewhere.`,
    );
  }),
);
