import { resolve } from 'node:path';
import { Command } from 'commander';
import { StandaloneError } from '../errors.js';
import { withInstallation } from './here.js';
import { goOnAfterRecovery, restore } from './restore.js';
import { endWith } from './sentences.js';

interface Options {
  readonly dataDir: string;
  readonly from?: string;
  readonly recovered: boolean;
  readonly force: boolean;
}

const { dataDir, from, force, recovered } = new Command('restore')
  .description('Puts a backup in the place of all that the installation holds; its services must be stopped')
  .option('--from <dir>', 'the folder of a backup')
  .option('--recovered', 'PostgreSQL was brought back by its own means: only begin anew with Redis and Kafka', false)
  .option('--force', 'also if the installation holds something, which is then gone', false)
  .option('--data-dir <dir>', 'where the platform of this machine keeps its data', '.data')
  .parse()
  .opts<Options>();

await endWith('Nothing was restored', () =>
  withInstallation(dataDir, ['postgres', 'kafka', 'redis'], async ({ configuration, running }) => {
    if (running) throw new StandaloneError('restore-refused', 'The platform runs here: end npm start first.');
    const report = (line: string) => console.log(line);
    if (recovered) {
      const events = await goOnAfterRecovery(configuration, report);
      console.log(`Start the services; ${events} events are then sent once more.`);
    } else if (from !== undefined) {
      const { manifest, sentAgain } = await restore(configuration, resolve(from), { force, report });
      console.log(`All is as of ${manifest.takenAt}. Start the services; ${sentAgain} events are then sent once more.`);
    } else {
      throw new StandaloneError('restore-refused', 'Say what is to be restored: --from DIR, or --recovered.');
    }
  }),
);
