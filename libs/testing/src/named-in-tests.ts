import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { declaredProblems } from '@huying/http';

/** What of a service's problems its tests speak of. */
export interface NamedProblems {
  /** How many the service declares beside those of the libraries, which are shown where they are declared. */
  readonly declared: number;
  /** The codes that no test names: refusals that, for all we see, are never made. */
  readonly missing: readonly string[];
}

/**
 * Looks for the codes of a service's problems in its tests.
 * @param load imports the service, which declares them; nothing may have imported it before
 * @param test address of the test that asks, in the service's folder `test`
 */
export async function problemsNamedInTests(load: () => Promise<unknown>, test: string): Promise<NamedProblems> {
  const ofLibraries = new Set(declaredProblems());
  await load();
  const codes = declaredProblems().flatMap((type) => (ofLibraries.has(type) ? [] : [type.code]));
  const texts = ['.', '../src/'].flatMap((folder) => {
    const path = fileURLToPath(new URL(folder, test));
    const files = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.spec.ts'));
    return files.map((file) => readFileSync(join(path, file), 'utf8'));
  });
  const missing = codes.filter((code) => !texts.some((text) => text.includes(`'${code}'`)));
  return { declared: codes.length, missing };
}
