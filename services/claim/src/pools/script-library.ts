import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

const directory = new URL('../../lua/', import.meta.url);

/** What decisions share, in the order in which later parts use earlier ones. */
const shared = ['decision', 'need', 'claims', 'volunteers', 'calendar', 'fit', 'line'];

/** The files of all scripts, and of what they share, by their path beneath `lua/`. */
export function readScripts(): Map<string, string> {
  const files = readdirSync(directory).filter((file) => file.endsWith('.lua'));
  const parts = shared.map((name) => `include/${name}.lua`);
  return new Map([...parts, ...files].map((file) => [file, readFileSync(new URL(file, directory), 'utf8')]));
}

/** How a script is called. */
export interface ScriptFunction {
  /** What Redis calls it. Libraries of different sources have different names, so that releases do not meet. */
  readonly name: string;
  /** How many keys it takes. */
  readonly keys: number;
}

/** All scripts as one library of functions: Redis compiles it once, and makes what they share once, not at every call. */
export interface ScriptLibrary {
  readonly source: string;
  /** The function of a script. @throws RangeError if there is no such script */
  readonly functionOf: (script: string) => ScriptFunction;
}

/** Builds the library of these files; see `readScripts`. */
export function buildLibrary(files: ReadonlyMap<string, string>): ScriptLibrary {
  const all = [...files];
  const version = createHash('sha256').update(JSON.stringify(all)).digest('hex').slice(0, 16);
  const functions = new Map<string, ScriptFunction>();
  const parts = all.map(([file, lua]) => {
    if (file.startsWith('include/')) return lua;
    const [, script = '', keys] = /^(.+)-(\d+)\.lua$/.exec(file) ?? [];
    if (keys === undefined) throw new Error(`The script ${file} must be named <what-it-does>-<count of keys>.lua.`);
    const name = `huying_${version}_${script.replaceAll('-', '_')}`;
    functions.set(script, { name, keys: Number(keys) });
    return registration(name, lua);
  });
  return {
    source: [`#!lua name=huying_claim_${version}`, ...parts].join('\n'),
    functionOf: (script) => {
      const found = functions.get(script);
      if (!found) throw new RangeError(`There is no script ${script}.`);
      return found;
    },
  };
}

/** A script that says `--@decision` is handed its ARGV once `decision` has read the rest; others get KEYS and ARGV. */
function registration(name: string, lua: string): string {
  const [open, close] = /^--@decision$/m.test(lua)
    ? ['decision(function(ARGV)', 'end)']
    : ['function(KEYS, ARGV)', 'end'];
  return `redis.register_function('${name}', ${open}\n${lua}\n${close})`;
}
