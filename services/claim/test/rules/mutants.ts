import { readdirSync, readFileSync } from 'node:fs';

const scripts = new URL('../../lua/', import.meta.url);

/** One check of the scripts taken out. */
export interface Mutant {
  /** `release-place-9.lua:21`, or of a shared part `include/fit.lua:78`. */
  readonly where: string;
  readonly line: string;
  /** The scripts with that line changed, by file name; shared parts are put in. */
  readonly texts: ReadonlyMap<string, string>;
}

const files = (folder: string): string[] =>
  readdirSync(new URL(folder, scripts), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => `${folder}${name}`);

const read = (file: string): string => readFileSync(new URL(file, scripts), 'utf8');

/** A condition that guards something: what follows it on the same line ends the script or says a refusal. */
const CHECK = /\b(if|elseif) (.+?) then (?=return\b|refusal = )/;

function assemble(file: string, changed: string, text: string): string {
  const own = file === changed ? text : read(file);
  return own.replace(/^--@include (\S+)$/gm, (_, name: string) =>
    changed === `include/${name}.lua` ? text : read(`include/${name}.lua`),
  );
}

/** Takes out, one at a time, every check of every script: the condition becomes false. */
export function mutants(): Mutant[] {
  const commands = files('').filter((file) => file.endsWith('.lua') && !file.startsWith('load-'));
  return [...commands, ...files('include/')].flatMap((file) => {
    const lines = read(file).split('\n');
    return lines.flatMap((line, index) => {
      const code = line.split('--')[0] ?? '';
      if (!CHECK.test(code)) return [];
      const text = [...lines.slice(0, index), line.replace(CHECK, '$1 false then '), ...lines.slice(index + 1)].join(
        '\n',
      );
      const texts = new Map(commands.map((command) => [command, assemble(command, file, text)]));
      return [{ where: `${file}:${index + 1}`, line: line.trim(), texts }];
    });
  });
}
