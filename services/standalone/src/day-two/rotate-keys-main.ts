import { Command } from 'commander';
import { withInstallation } from './here.js';
import { rotateKeys, stillSealed } from './rotate-keys.js';
import { endWith } from './sentences.js';

const { dataDir, check } = new Command('rotate-keys')
  .description('Seals all personal data with the first of ENCRYPTION_KEYS, and says what still needs another')
  .option('--check', 'change nothing, only say what still needs another key than the first', false)
  .option('--data-dir <dir>', 'where the platform of this machine keeps its data', '.data')
  .parse()
  .opts<{ dataDir: string; check: boolean }>();

await endWith('The keys could not be rotated', () =>
  withInstallation(dataDir, ['postgres', 'kafka'], async ({ configuration }) => {
    if (!check) await rotateKeys(configuration, (line) => console.log(line));
    const { rows, events } = await stillSealed(configuration);
    for (const { database, table, column, key, rows: count } of rows) {
      console.log(`${database}: ${count} rows of ${table}.${column} still need key ${key}`);
    }
    for (const { topic, key, events: count, keptUntil } of events) {
      console.log(`Kafka: ${count} events of ${topic} need key ${key}, kept until ${keptUntil.toISOString()}`);
    }
    if (rows.length + events.length > 0) process.exitCode = 1;
    else console.log('Nothing needs another key than the first: the others may be removed from ENCRYPTION_KEYS.');
  }),
);
