import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Those codes that no test in these directories names: refusals that, for all we see, are never made. */
export function namedInNoTest(codes: readonly string[], directories: readonly URL[]): string[] {
  const tests = directories.flatMap((directory) => {
    const path = fileURLToPath(directory);
    const files = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.spec.ts'));
    return files.map((file) => readFileSync(join(path, file), 'utf8'));
  });
  return codes.filter((code) => !tests.some((text) => text.includes(`'${code}'`)));
}
