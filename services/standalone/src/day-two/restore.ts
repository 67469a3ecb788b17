import { copyFile, mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { blindIndex, keyMarks, onDatabase, type DatabaseOnServer } from '@huying/database';
import { deletePlatformTopics } from '@huying/events';
import { kafkaOf, migrationsOf, type Configuration } from '@huying/http';
import type { PostgresTools } from '@huying/infrastructure';
import pg from 'pg';
import { StandaloneError } from '../errors.js';
import { services } from '../platform.js';
import { filesBelow, KNOWN_WORD } from './backup.js';
import { effectsWithoutCause } from './causes.js';
import { databaseOf } from './databases.js';
import { readManifest, verifyFiles, type Manifest } from './manifest.js';
import { runOn, toolsFor } from './postgres-program.js';
import { useKeysOf } from './rotate-keys.js';
import { CLIENT, forgetRedis, refuseUnlessEmpty, refuseWhileInUse } from './target.js';

/** What a restore did. */
export interface Restored {
  readonly manifest: Manifest;
  /** Events that will be sent once more: Kafka is new, or may have lost them. */
  readonly sentAgain: number;
}

interface Restoring {
  readonly configuration: Configuration;
  readonly dir: string;
  readonly manifest: Manifest;
  readonly report: (line: string) => void;
}

/**
 * Puts a backup in the place of all that the installation holds. All that can be wrong with the backup is found before anything is
 * touched; the databases that are there go only when all new ones stand beside them. Redis and Kafka begin empty, since they would know of a
 * time that never was: the claim service folds Redis anew, and the outboxes send once more what they still hold, which consumers that had
 * it do not apply again.
 * @throws StandaloneError `backup-unfit`, `restore-refused`, `restore-failed`
 */
export async function restore(
  configuration: Configuration,
  dir: string,
  { force, report }: { readonly force: boolean; readonly report: (line: string) => void },
): Promise<Restored> {
  useKeysOf(configuration);
  const manifest = await readManifest(dir);
  await verifyFiles(dir, manifest);
  refuseOtherKeys(manifest);
  refuseStrangeSchemas(manifest);
  report(`The backup of ${manifest.takenAt} is whole: ${manifest.databases.length} databases`);
  const { tools } = await onServer(configuration.POSTGRES_URL, toolsFor);
  await refuseWhileInUse(configuration);
  if (!force) await refuseUnlessEmpty(configuration);
  const restoring = { configuration, dir, manifest, report };
  const sentAgain = await bringBack(restoring, tools);
  await exchange(restoring);
  await beginWithEmptyStores(configuration, report);
  await bringBackAttachments(restoring);
  return { manifest, sentAgain };
}

/**
 * After the databases were brought back by PostgreSQL's own means, as to a point in time: Redis and Kafka begin empty, as after a restore.
 * Returns how many events will be sent once more.
 * @throws StandaloneError `restore-refused`, `restore-failed`
 */
export async function goOnAfterRecovery(configuration: Configuration, report: (line: string) => void): Promise<number> {
  await refuseWhileInUse(configuration);
  const databases = services.map(({ name }) => [name, databaseOf(configuration, name)] as const);
  const sentAgain = await sendAgain(new Map(databases), report).catch((cause: unknown) => {
    throw new StandaloneError('restore-failed', `Redis and Kafka are as they were: ${(cause as Error).message}`, {
      cause,
    });
  });
  await beginWithEmptyStores(configuration, report);
  return sentAgain;
}

/** All that the outboxes still hold waits once more, if the databases fit together. Returns how many events that are. */
async function sendAgain(
  databases: ReadonlyMap<string, DatabaseOnServer>,
  report: (line: string) => void,
): Promise<number> {
  const odd = await effectsWithoutCause(databases);
  if (odd.length > 0) throw new Error(`the databases do not fit together: ${odd.join('; ')}`);
  report('The databases fit together: no effect without its cause');
  let events = 0;
  for (const database of databases.values()) {
    const sql = 'UPDATE outbox SET sent_at = NULL WHERE sent_at IS NOT NULL';
    events += await onDatabase(database, async (client) => (await client.query(sql)).rowCount ?? 0);
  }
  return events;
}

async function beginWithEmptyStores(configuration: Configuration, report: (line: string) => void): Promise<void> {
  await deletePlatformTopics(kafkaOf(configuration, CLIENT));
  await forgetRedis(configuration);
  report('Redis and Kafka are empty');
}

function refuseOtherKeys({ keys, blindIndex: known }: Manifest): void {
  const missing = keys.filter((mark) => !keyMarks().includes(mark));
  if (missing.length > 0) {
    const message = `The backup was made with the key ${missing.join(', ')}, which is not among ENCRYPTION_KEYS: add it, or what it sealed cannot be read.`;
    throw new StandaloneError('backup-unfit', message);
  }
  if (blindIndex(KNOWN_WORD) === known) return;
  const message =
    'BLIND_INDEX_KEY is not the one that the backup was made with: nobody would be found by telephone. Set the one of then.';
  throw new StandaloneError('backup-unfit', message);
}

/** What an older version wrote is brought up to date at the start; what a newer one wrote is not for this one. */
function refuseStrangeSchemas({ databases }: Manifest): void {
  for (const { service, migrations } of databases) {
    const definition = services.find(({ name }) => name === service);
    const known = new Set(definition ? migrationsOf(definition).map(({ name }) => name) : []);
    const strange = migrations.find((name) => !known.has(name));
    if (strange === undefined) continue;
    const message = `The backup of ${service} has the migration ${strange}, which this version does not know: restore it with the version that made it, or a newer one.`;
    throw new StandaloneError('backup-unfit', message);
  }
}

const draftOf = (name: string) => `${name}_restoring`;
const nameOf = (configuration: Configuration, service: string) => databaseOf(configuration, service).name;

/** Each database beside the one that is there, ready to go on. Returns how many events will be sent once more. */
async function bringBack(restoring: Restoring, tools: PostgresTools): Promise<number> {
  const { configuration, dir, manifest, report } = restoring;
  const { POSTGRES_URL: url } = configuration;
  const drafts = manifest.databases.map(({ service }) => ({
    service,
    database: { url, name: draftOf(nameOf(configuration, service)) },
  }));
  try {
    for (const { service, database } of drafts) {
      await makeEmpty(database);
      await runOn(database, tools.restore, [
        ...['--exit-on-error', '--no-owner', '--no-privileges', '--jobs=2', `--dbname=${database.name}`],
        join(dir, `${service}.dump`),
      ]);
      await onDatabase(database, (client) => client.query('ANALYZE'));
      report(`${nameOf(configuration, service)} is read`);
    }
    return await sendAgain(new Map(drafts.map(({ service, database }) => [service, database])), report);
  } catch (cause) {
    for (const { database } of drafts) await drop(database).catch(() => undefined);
    const message = `The backup could not be brought back, and what was there is as it was: ${(cause as Error).message}`;
    throw new StandaloneError('restore-failed', message, { cause });
  }
}

/** The new databases take the names of those that are there, which are removed. */
async function exchange({ configuration, manifest, report }: Restoring): Promise<void> {
  const { POSTGRES_URL: url } = configuration;
  for (const { service } of manifest.databases) {
    const name = nameOf(configuration, service);
    await drop({ url, name });
    await onServer(url, (client) =>
      client.query(`ALTER DATABASE ${pg.escapeIdentifier(draftOf(name))} RENAME TO ${pg.escapeIdentifier(name)}`),
    );
  }
  report('They are in the place of those that were there');
}

async function bringBackAttachments({ configuration, dir, manifest: { attachments }, report }: Restoring) {
  if ('bucket' in attachments) {
    return report(`Attachments: bring back the bucket ${attachments.bucket} by the means of its store`);
  }
  const folder = configuration.ATTACHMENTS_DIRECTORY;
  for (const path of await filesBelow(folder)) await rm(join(folder, path));
  for (const { path } of attachments.files) {
    const target = join(folder, path.replace(/^attachments\//, ''));
    await mkdir(dirname(target), { recursive: true });
    await copyFile(join(dir, path), target);
  }
  report(`${attachments.files.length} files of attachments`);
}

async function makeEmpty(database: DatabaseOnServer): Promise<void> {
  await drop(database);
  await onServer(database.url, (client) =>
    client.query(`CREATE DATABASE ${pg.escapeIdentifier(database.name)} TEMPLATE template0`),
  );
}

const drop = ({ url, name }: DatabaseOnServer) =>
  onServer(url, (client) => client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)}`));

const onServer = <Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> =>
  onDatabase({ url, name: 'postgres' }, work);
