import { resolve } from 'node:path';
import { Command } from 'commander';
import { request } from 'undici';
import { StandaloneError } from './errors.js';
import { getTokenHere } from './get-token.js';
import { readPlatformFile } from './platform-file.js';

interface Options {
  readonly community: string;
  readonly name: string;
  readonly dataDir: string;
}

/** Asks as staff, as the community's own tools do. */
async function makeKey({ community, name, dataDir }: Options): Promise<string> {
  const platform = readPlatformFile(resolve(dataDir));
  const { url } = platform;
  const token = await getTokenHere(platform, { role: 'staff', subject: 'open311-cli', community });
  const { statusCode, body } = await request(`${url}/v1/open311-keys`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
  });
  const answer = (await body.json()) as { key?: string; detail?: string };
  if (answer.key) return answer.key;
  throw new StandaloneError('token-refused', answer.detail ?? `The platform at ${url} answers ${statusCode}.`);
}

const program = new Command('open311').description('What clients of Open311 need, from the running platform');
program
  .command('key')
  .description('A new API key of a community, alone on stdout; it is shown this once')
  .option('--community <id>', 'the community: the jurisdiction_id', 'xishan')
  .option('--name <text>', 'whose key it is', 'development')
  .option('--data-dir <dir>', 'where the platform keeps its data', '.data')
  .action(async (options: Options) => {
    try {
      console.log(await makeKey(options));
    } catch (error) {
      if (!(error instanceof StandaloneError)) throw error;
      console.error(error.message);
      process.exitCode = 1;
    }
  });
await program.parseAsync();
