import { readScripts } from '../../src/pools/script-library.js';

/** One check of the scripts taken out. */
export interface Mutant {
  /** `release-place-9.lua:21`, or of a shared part `include/fit.lua:78`. */
  readonly where: string;
  readonly line: string;
  /** All files of the scripts, with that line changed. */
  readonly files: ReadonlyMap<string, string>;
}

/** A condition that guards something: what follows it, there or on the next line, ends the script or says a refusal. */
const CHECK = /\b(if|elseif) (.+?) then (?=return\b|refusal = )/;
const CHECK_OF_NEXT_LINE = /\b(if|elseif) (.+?) then$/;
const ENDS = /^\s*return\b/;

/** Takes out, one at a time, every check of every script: the condition becomes false. */
export function mutants(): Mutant[] {
  const scripts = readScripts();
  return [...scripts].flatMap(([file, text]) => {
    if (file.startsWith('load-')) return [];
    const lines = text.split('\n');
    return lines.flatMap((line, index) => {
      const code = line.split('--')[0] ?? '';
      const endsNext = ENDS.test(lines[index + 1] ?? '');
      const check = [CHECK, ...(endsNext ? [CHECK_OF_NEXT_LINE] : [])].find((pattern) => pattern.test(code));
      if (!check) return [];
      const changed = [...lines.slice(0, index), line.replace(check, '$1 false then '), ...lines.slice(index + 1)];
      const files = new Map(scripts).set(file, changed.join('\n'));
      return [{ where: `${file}:${index + 1}`, line: line.trim(), files }];
    });
  });
}
