import { chmod, copyFile, mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { blindIndex, keyMarks } from '@huying/database';
import type { Configuration } from '@huying/http';
import type { PostgresTools } from '@huying/infrastructure';
import type pg from 'pg';
import { StandaloneError } from '../errors.js';
import { services } from '../platform.js';
import { cutThrough, type Cut } from './cut.js';
import { databasesOf } from './databases.js';
import { describeFile, writeManifest, type BackupFile, type Manifest } from './manifest.js';
import { runOn, toolsFor } from './postgres-program.js';
import { useKeysOf } from './rotate-keys.js';

/** What the key of the blind indexes is known again by. */
export const KNOWN_WORD = 'huying backup';

/**
 * Writes all that cannot be made anew into a new folder: every service's database as of one moment, and the folder of attachments. The
 * platform may run meanwhile. Redis is left out, since the claim service folds it from PostgreSQL; so is Kafka, since what it had not been
 * told lies in the outboxes.
 * @throws StandaloneError `backup-failed`, InfrastructureError
 */
export async function backUp(
  configuration: Configuration,
  dir: string,
  report: (line: string) => void,
): Promise<Manifest> {
  useKeysOf(configuration);
  const { POSTGRES_URL: url } = configuration;
  await emptyFolder(dir);
  const takenAt = new Date();
  const { postgres, databases } = await cutThrough(
    url,
    databasesOf(configuration).map(({ name }) => name),
    async (cuts) => {
      const [first] = cuts as [Cut];
      const { server, tools } = await toolsFor(first.client);
      report(`Every database as of ${takenAt.toISOString()}, by pg_dump ${tools.version} from PostgreSQL ${server}`);
      const dumped: Manifest['databases'] = [];
      for (const [index, cut] of cuts.entries()) {
        const one = await dump({ url, dir, cut, tools, service: services[index]?.name ?? '' });
        report(`${cut.name}: ${(one.dump.bytes / 1e6).toFixed(1)} MB, ${one.inbox} events handled`);
        dumped.push(one);
      }
      return { postgres: { server, tools: tools.version }, databases: dumped };
    },
  );
  // After the databases: whatever file they know is there by now.
  const attachments = await keepAttachments(configuration, dir, report);
  const manifest: Manifest = {
    ...{ format: 1, takenAt: takenAt.toISOString(), postgres, databases, attachments },
    ...{ keys: keyMarks(), blindIndex: blindIndex(KNOWN_WORD) },
  };
  await writeManifest(dir, manifest);
  return manifest;
}

async function emptyFolder(dir: string): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const [something] = await readdir(dir);
  if (something === undefined) return chmod(dir, 0o700);
  throw new StandaloneError(
    'backup-failed',
    `${dir} is not empty, and a backup never writes over another: name a new folder, as in --to backups/$(date +%F).`,
  );
}

async function scalar<Value>(client: pg.Client, sql: string): Promise<Value> {
  const { rows } = await client.query<Record<string, Value>>(sql);
  return Object.values(rows[0] ?? {})[0] as Value;
}

async function dump(of: {
  readonly url: string;
  readonly dir: string;
  readonly cut: Cut;
  readonly tools: PostgresTools;
  readonly service: string;
}): Promise<Manifest['databases'][number]> {
  const { url, dir, cut, tools, service } = of;
  const { client, name, snapshot } = cut;
  const path = `${service}.dump`;
  const args = ['--format=custom', '--no-owner', '--no-privileges', `--snapshot=${snapshot}`];
  await runOn({ url, name }, tools.dump, [...args, `--file=${join(dir, path)}`]).catch((cause: unknown) => {
    throw new StandaloneError('backup-failed', `${name} could not be dumped: ${(cause as Error).message}`, { cause });
  });
  await chmod(join(dir, path), 0o600);
  const { rows } = await client.query<{ name: string }>('SELECT name FROM migrations ORDER BY id');
  return {
    service,
    dump: await describeFile(dir, path),
    migrations: rows.map((row) => row.name),
    outbox: {
      position: Number(await scalar(client, 'SELECT coalesce(max(position), 0) FROM outbox')),
      unsent: Number(await scalar(client, 'SELECT count(*) FROM outbox WHERE sent_at IS NULL')),
    },
    inbox: Number(await scalar(client, 'SELECT count(*) FROM inbox')),
  };
}

async function keepAttachments(
  configuration: Configuration,
  dir: string,
  report: (line: string) => void,
): Promise<Manifest['attachments']> {
  const { ATTACHMENTS_S3_BUCKET: bucket, ATTACHMENTS_S3_ENDPOINT: endpoint = '' } = configuration;
  if (bucket) {
    report(
      `Attachments lie in the bucket ${bucket}, which is not part of this: copy it now, by the means of its store`,
    );
    return { bucket, endpoint };
  }
  const files: BackupFile[] = [];
  for (const path of await filesBelow(configuration.ATTACHMENTS_DIRECTORY)) {
    const kept = join('attachments', path);
    await mkdir(dirname(join(dir, kept)), { recursive: true, mode: 0o700 });
    await copyFile(join(configuration.ATTACHMENTS_DIRECTORY, path), join(dir, kept));
    files.push(await describeFile(dir, kept));
  }
  report(`${files.length} files of attachments`);
  return { files };
}

/** The paths of all files in a folder that need not be there. */
export async function filesBelow(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return [];
  });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length).replace(/^\/+/, ''));
}
