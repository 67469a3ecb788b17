import { createDataSource, Database } from '@huying/database';
import { settingsOf, TransactionalOutbox } from '@huying/events';
import { districtService } from '../district.service.js';
import { FoldEvents } from '../indicators/fold-events.js';

const usage = `Usage: npm run indicators -- recompute

  recompute   fold the indicators again from all events of the feed that are kept; what began before them stays as it is
`;

async function recompute(): Promise<void> {
  const known = await settingsOf('POSTGRES_URL');
  if (!known.POSTGRES_URL) {
    throw new Error('No database is known: start a platform here with `npm start`, or set POSTGRES_URL.');
  }
  const { name, entities } = districtService;
  const options = { url: known.POSTGRES_URL, name: `${known.DATABASE_PREFIX ?? 'huying_'}${name}` };
  const dataSource = createDataSource({ ...options, entities: [...entities], migrations: [] });
  await dataSource.initialize();
  try {
    const database = new Database(dataSource, new TransactionalOutbox({ service: name }));
    const count = await database.withTransaction((tx) =>
      new FoldEvents().again(tx, (folded) => void process.stderr.write(`\r${folded} events folded`)),
    );
    process.stdout.write(`\nIndicators are those of ${count} events.\n`);
  } finally {
    await dataSource.destroy();
  }
}

if (process.argv[2] === 'recompute') {
  await recompute().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
} else {
  process.stderr.write(usage);
  process.exitCode = 2;
}
