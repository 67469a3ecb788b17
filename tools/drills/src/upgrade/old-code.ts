import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { scene } from '@huying/tool-demo';
import { HERE } from '../parts/here.js';
import type { Rehearsal } from '../parts/rehearse.js';

const run = promisify(execFile);

/** Builds a revision of git in a folder of its own, with the packages that are installed here. Returns the folder. */
export async function prepareOldCode({ dir, endings }: Rehearsal, revision: string): Promise<string> {
  const code = join(dir, 'old-code');
  endings.push(() => run('git', ['-C', HERE, 'worktree', 'remove', '--force', code]).catch(() => undefined));
  return scene({
    title: `Building ${revision}`,
    play: async (say) => {
      await run('git', ['-C', HERE, 'worktree', 'add', '--detach', code, revision]);
      say('linking its packages');
      // Links between packages are relative: those of the copy lead into the old code.
      for (const folder of await packageFolders()) {
        await mkdir(dirname(join(code, folder)), { recursive: true });
        await run('cp', ['-al', join(HERE, folder), join(code, folder)]);
      }
      say('compiling it');
      await run(join(code, 'node_modules/.bin/tsc'), ['-b', 'services/standalone'], { cwd: code });
      return code;
    },
    outcome: () => `${revision} is built: it is the old code`,
  });
}

/** All folders of installed packages, from the root of the repository. */
async function packageFolders(): Promise<string[]> {
  const nested = await Promise.all(
    ['libs', 'services'].map(async (part) => {
      const names = await readdir(join(HERE, part));
      return names.map((name) => join(part, name, 'node_modules'));
    }),
  );
  return ['node_modules', ...nested.flat().filter((folder) => existsSync(join(HERE, folder)))];
}
