import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { diesWithKeeper } from './account.js';
import { fetchArtefact, findJava, UTF8, type MavenArtefact } from './maven.js';
import { holdFreePort } from './ports.js';
import { runProgram } from './program.js';
import type { Environment } from './servers.types.js';

const POM = fileURLToPath(new URL('../object-store/pom.xml', import.meta.url));

const S3PROXY: MavenArtefact = {
  ...{ title: 'S3Proxy', name: 's3proxy', version: '2.6.0', size: '132 jars with Maven (once, 43 MB)', pom: POM },
  ...{ fetchFailed: 'object-store-fetch-failed', main: 's3proxy-2.6.0.jar' },
  otherwise: 'name a store that runs by ATTACHMENTS_S3_ENDPOINT',
};

/** A store that speaks S3, with one bucket. */
export interface ObjectStore {
  readonly endpoint: string;
  readonly bucket: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  stop(): Promise<void>;
}

/**
 * Starts an S3-compatible store of this machine (S3Proxy over a folder), for tests of what keeps files. Fetched by Maven on first use;
 * ends with this process. @throws InfrastructureError
 */
export async function startObjectStore({
  dataDir,
  environment = process.env,
  report = () => undefined,
}: {
  dataDir: string;
  environment?: Environment;
  report?: (line: string) => void;
}): Promise<ObjectStore> {
  const java = await findJava(S3PROXY, environment);
  const jars = await fetchArtefact(S3PROXY, environment, report);
  const held = await holdFreePort();
  const [bucket, accessKeyId, secretAccessKey] = ['attachments', 'huying', 'a-key-of-this-machine'];
  const endpoint = `http://127.0.0.1:${held.port}`;
  // A bucket is a folder.
  await mkdir(join(dataDir, 'objects', bucket), { recursive: true });
  const settings = {
    's3proxy.endpoint': endpoint,
    's3proxy.authorization': 'aws-v2-or-v4',
    's3proxy.identity': accessKeyId,
    's3proxy.credential': secretAccessKey,
    'jclouds.provider': 'filesystem',
    'jclouds.filesystem.basedir': 'objects',
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
  await writeFile(join(dataDir, 's3proxy.conf'), lines.join(''));
  const wrap = await diesWithKeeper(environment);
  const classPath = [join(jars, '*'), dirname(POM)].join(delimiter);
  const args = ['-Xmx256m', '-XX:+UseSerialGC', '-cp', classPath, 'org.gaul.s3proxy.Main'];
  const { command, args: wrapped } = wrap(java, [...args, '--properties', 's3proxy.conf']);
  await held.release();
  const stop = await runProgram({
    title: 'S3Proxy',
    ...{ command, args: wrapped, cwd: dataDir, environment: { ...environment, ...UTF8 } },
    // Whoever has no key is refused: then it answers.
    answers: async () => void (await fetch(endpoint)),
    lastWords: (output) => output.slice(-4_000),
  });
  return { endpoint, bucket, accessKeyId, secretAccessKey, stop };
}
