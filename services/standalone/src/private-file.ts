import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { StandaloneError } from './errors.js';

/** Written beside and renamed: a crash leaves the old or the new file, never half of one. Only its owner may read it. */
export function writePrivately(file: string, contents: object): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(contents, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** What the file holds, or what `make` gives, which is then kept for ever. @throws StandaloneError `secrets-unreadable` */
export async function keepPrivately<Contents extends object>(
  file: string,
  make: () => Contents | Promise<Contents>,
): Promise<Contents> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw unreadable(file, error);
    const made = await make();
    writePrivately(file, made);
    return made;
  }
  try {
    return JSON.parse(text) as Contents;
  } catch (error) {
    throw unreadable(file, error);
  }
}

const unreadable = (file: string, cause: unknown) =>
  new StandaloneError(
    'secrets-unreadable',
    `${file} cannot be read, and without it the data beside it is of no use: mend it, or begin again with npm start -- --fresh.`,
    { cause },
  );
