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

/** Checks that are no condition of a refusal: what stands in which file, and what stands there when the check is taken out. */
const OTHER_CHECKS: readonly (readonly [file: string, check: string, without: string])[] = [
  // All get a place or none does; and nobody before whoever is in line.
  ['claim-together-9.lua', 'not overlooked and need.held + #members <= need.places', 'not overlooked'],
  ['claim-together-9.lua', 'not overlooked and need.held', 'need.held'],
  ['claim-place-9.lua', 'if is_full(need) or overlooked then', 'if overlooked then'],
  ['claim-place-9.lua', 'if is_full(need) or overlooked then', 'if is_full(need) then'],
  ['include/line.lua', 'if free <= 0 or given', 'if given'],
  ['include/line.lua', '#party > free and PARTY_TOO_LARGE or 0', '0'],
  ['include/line.lua', "return need.open and need.dispatch ~= 'approval'", "return need.dispatch ~= 'approval'"],
  ['include/line.lua', "return need.open and need.dispatch ~= 'approval'", 'return need.open'],
  ['include/line.lua', " and need.phase ~= 'gathering'", ''],
  ['include/line.lua', ' and now < need.starts', ''],
  // An older version of a volunteer never replaces a newer one; only who is in line is ranked; a publication is opened once.
  ['put-volunteers-3.lua', "or tonumber(string.match(known, '^%d+')) < tonumber(ARGV[i + 1])", 'or true'],
  ['rank-line-9.lua', "if redis.call('ZSCORE', LINE, ARGV[i]) then", 'if true then'],
  ['set-need-9.lua', 'if known[1] and tonumber(known[1]) >= publication then', 'if false then'],
  // Minors; and the fence: what is logged in an epoch that is over is not there.
  ['include/fit.lua', 'if v.born == 0 or v.born > need.adult then', 'if false then'],
  ['include/decision.lua', "fenced = not (type(reply) == 'table' and reply.err)", 'fenced = true'],
];

/** Takes out, one at a time, every check of every script: the condition becomes false. */
export function mutants(): Mutant[] {
  const scripts = readScripts();
  const others = OTHER_CHECKS.map(([file, check, without]): Mutant => {
    const [before = '', after, ...more] = scripts.get(file)?.split(check) ?? [];
    if (after === undefined || more.length > 0) throw new Error(`${file} does not have this once: ${check}`);
    const where = `${file}:${before.split('\n').length}`;
    return { where, line: `${check} => ${without}`, files: new Map(scripts).set(file, before + without + after) };
  });
  return [...others, ...conditions(scripts)];
}

function conditions(scripts: ReadonlyMap<string, string>): Mutant[] {
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
