import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { diesWithKeeper } from './account.js';
import { lastLine } from './commands.js';
import { fetchArtefact, findJava, UTF8, type MavenArtefact } from './maven.js';
import { holdFreePort } from './ports.js';
import { runProgram } from './program.js';
import type { Environment } from './servers.types.js';

const VERSION = '26.4.0';
const KEYCLOAK: MavenArtefact = {
  ...{ title: 'Keycloak', name: 'keycloak', version: VERSION, size: 'its distribution with Maven (once, 160 MB)' },
  ...{ fetchFailed: 'keycloak-fetch-failed', main: `keycloak-${VERSION}`, packed: true },
  pom: fileURLToPath(new URL('../keycloak/pom.xml', import.meta.url)),
  otherwise: 'leave it to a machine that has it',
};
/** It builds itself for its settings and makes a hundred tables first. */
const PATIENCE_MS = 600_000;

/** An issuer with accounts. */
export interface Keycloak {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts Keycloak as its image does, with these settings and a realm to import, on ports of its own. Fetched by Maven on first use; ends with
 * this process. @throws InfrastructureError
 */
export async function startKeycloak({
  dataDir,
  realm,
  settings,
  environment = process.env,
  report = () => undefined,
}: {
  dataDir: string;
  /** What is imported: the text of a file. */
  realm: string;
  /** KC_… and what the realm names. */
  settings: Readonly<Record<string, string>>;
  environment?: Environment;
  report?: (line: string) => void;
}): Promise<Keycloak> {
  const java = await findJava(KEYCLOAK, environment);
  const fetched = await fetchArtefact(KEYCLOAK, environment, report);
  // It writes beside its program.
  const home = join(dataDir, 'keycloak');
  await cp(join(fetched, KEYCLOAK.main), home, { recursive: true });
  await mkdir(join(home, 'data', 'import'), { recursive: true });
  await writeFile(join(home, 'data', 'import', 'realm.json'), realm);
  const [http, management] = [await holdFreePort(), await holdFreePort()];
  const url = `http://127.0.0.1:${http.port}`;
  const own = {
    ...{ KC_HTTP_ENABLED: 'true', KC_HTTP_HOST: '127.0.0.1', KC_HTTP_PORT: String(http.port) },
    ...{ KC_HTTP_MANAGEMENT_PORT: String(management.port), KC_HEALTH_ENABLED: 'true', KC_HOSTNAME: url },
    // Quick to start rather than quick afterwards.
    JAVA_OPTS_APPEND: '-XX:TieredStopAtLevel=1',
  };
  const wrap = await diesWithKeeper(environment);
  const { command, args } = wrap('sh', [join(home, 'bin', 'kc.sh'), 'start', '--import-realm']);
  await Promise.all([http.release(), management.release()]);
  const stop = await runProgram({
    title: 'Keycloak',
    ...{ command, args, cwd: home, environment: { ...environment, ...UTF8, ...settings, ...own, JAVA: java } },
    answers: async () => {
      const { status } = await fetch(`http://127.0.0.1:${management.port}/health/ready`);
      if (status !== 200) throw new Error(`its health answers ${status}`);
    },
    lastWords: (output) => lastLine(output, /ERROR/),
    patienceMs: PATIENCE_MS,
  });
  return { url, stop };
}
