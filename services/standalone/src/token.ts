import { resolve } from 'node:path';
import { isRole, roles } from '@huying/auth';
import { Command } from 'commander';
import { StandaloneError } from './errors.js';
import { getTokenHere } from './get-token.js';
import { readPlatformFile } from './platform-file.js';
import { COMMUNITY } from './seed/community.js';

interface Options {
  readonly role: string;
  readonly subject: string;
  readonly community: string;
  readonly dataDir: string;
}

const { role, subject, community, dataDir } = new Command('token')
  .description('A development token of the running platform, alone on stdout')
  .requiredOption('--role <role>', `one of ${roles.join(', ')}`)
  .requiredOption('--subject <id>', 'who it is for; for a volunteer, the id')
  .option('--community <id>', 'the community', 'xishan')
  .option('--data-dir <dir>', 'where the platform keeps its data', '.data')
  .parse()
  .opts<Options>();

try {
  if (!isRole(role)) {
    throw new StandaloneError('token-refused', `There is no role "${role}": choose among ${roles.join(', ')}.`);
  }
  console.log(await getTokenHere(readPlatformFile(resolve(dataDir)), { role, subject, community }));
  // A community begins with the first that is written in it, so the token is given; but a slip of the pen looks like an empty platform.
  if (community !== COMMUNITY.id) {
    console.error(
      `The seed has no community "${community}", only ${COMMUNITY.id}: with this token you see what others have written in "${community}", which may be nothing.`,
    );
  }
} catch (error) {
  if (!(error instanceof StandaloneError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
