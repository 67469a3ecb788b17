import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { cached } from './cache.js';
import { findOnPath, installCommand, isExecutable, lastLine, run } from './commands.js';
import { InfrastructureError, type InfrastructureErrorCode } from './errors.js';
import type { Environment, ServerName } from './servers.types.js';

const OLDEST_JAVA = 17;

/** A server on Java that Maven fetches. */
export interface MavenArtefact {
  readonly title: string;
  readonly name: string;
  readonly version: string;
  readonly pom: string;
  /** A jar or a folder: without it, what was fetched is not complete. */
  readonly main: string;
  /** It is an archive, to be unpacked. */
  readonly packed?: boolean;
  /** `46 jars with Maven (once, 43 MB)` */
  readonly size: string;
  /** What else can be done where there is no Maven: `set KAFKA_BROKERS to a Kafka that runs`. */
  readonly otherwise: string;
  readonly fetchFailed: InfrastructureErrorCode;
  readonly server?: ServerName;
}

/** Java reads file names by the locale, and a clone may lie in a directory with a Chinese name. */
export const UTF8 = { LC_ALL: 'C.UTF-8' };

/** The folder of its jars, or of what was packed, fetched once for all clones of this user. @throws InfrastructureError */
export function fetchArtefact(
  { title, name, version, pom, main, packed, size, otherwise, fetchFailed, server }: MavenArtefact,
  environment: Environment,
  report: (line: string) => void,
): Promise<string> {
  return cached(`${name}-${version}`, environment, async (draft) => {
    const maven = findOnPath('mvn', environment);
    const install = installCommand({ apt: 'maven', dnf: 'maven', brew: 'maven' }, environment);
    if (!maven) {
      const message = `${title} ${version} has yet to be fetched and Maven, which does so, is not on the PATH: run \`${install}\`, or ${otherwise}.`;
      throw new InfrastructureError('maven-missing', message, server);
    }
    report(`${title} ${version}: fetching ${size}…`);
    const goal = [
      // What Maven notes of an archive that it has unpacked would keep it from doing so again elsewhere.
      ...(packed
        ? ['dependency:unpack-dependencies', `-DmarkersDirectory=${join(draft, '.unpacked')}`]
        : ['dependency:copy-dependencies']),
      `-DoutputDirectory=${draft}`,
      '-DincludeScope=runtime',
    ];
    const fetched = await run(maven, ['--batch-mode', '--no-transfer-progress', '--file', pom, ...goal], {
      env: { ...environment, ...UTF8 },
    });
    const complete = (await readdir(draft)).includes(main);
    if (!fetched.ok || !complete) {
      const message = `Maven could not fetch ${title} ${version} (${/^\[ERROR\] (\S.*)$/m.exec(fetched.output)?.[1] ?? lastLine(fetched.output)}): check the network and Maven's settings, and try again.`;
      throw new InfrastructureError(fetchFailed, message, server);
    }
  });
}

/** The first Java that is new enough: JAVA_HOME's, else the PATH's. */
export async function findJava(
  { title, version: wanted, otherwise, server }: MavenArtefact,
  environment: Environment,
): Promise<string> {
  const home = environment.JAVA_HOME ? join(environment.JAVA_HOME, 'bin', 'java') : undefined;
  const candidates = [home, findOnPath('java', environment)].filter((file) => file !== undefined).filter(isExecutable);
  const install = installCommand(
    { apt: 'openjdk-17-jre-headless', dnf: 'java-17-openjdk-headless', brew: 'openjdk' },
    environment,
  );
  const remedy = `run \`${install}\`, or ${otherwise}`;
  let tooOld = '';
  for (const java of candidates) {
    const { output } = await run(java, ['-version'], { env: environment });
    const version = /version "(?:1\.)?(\d+)/.exec(output);
    if (version && Number(version[1]) >= OLDEST_JAVA) return java;
    tooOld = `${java} is Java ${version?.[1] ?? 'of an unknown version'}`;
  }
  if (tooOld)
    throw new InfrastructureError(
      'java-too-old',
      `${title} ${wanted} needs Java ${OLDEST_JAVA} or newer and ${tooOld}: ${remedy}.`,
      server,
    );
  throw new InfrastructureError(
    'java-missing',
    `${title} ${wanted} needs Java ${OLDEST_JAVA} or newer and there is none on the PATH: ${remedy}.`,
    server,
  );
}
