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

/** All scripts as one library of functions: Redis compiles it once, and makes what they share once, not at every call. */
export interface ScriptLibrary {
  readonly source: string;
  /** What Redis calls a script. Libraries of different sources have different names, so that releases do not meet. */
  readonly functionOf: (script: string) => string;
  readonly keysOf: (script: string) => number;
}

/** Builds the library of these files; see `readScripts`. */
export function buildLibrary(files: ReadonlyMap<string, string>): ScriptLibrary {
  const keys = new Map<string, number>();
  const text = [...files].map(([file, lua]) => {
    if (file.startsWith('include/')) return lua;
    const [, name = '', count] = /^(.+)-(\d+)\.lua$/.exec(file) ?? [];
    if (count === undefined) throw new Error(`The script ${file} must be named <what-it-does>-<count of keys>.lua.`);
    keys.set(name, Number(count));
    return functionOf(name, lua);
  });
  const body = text.join('\n');
  const version = createHash('sha256').update(body).digest('hex').slice(0, 16);
  const functionName = (script: string) => `huying_${version}_${script.replaceAll('-', '_')}`;
  return {
    source: `#!lua name=huying_claim_${version}\n${body.replace(/%FUNCTION ([\w-]+)%/g, (_, name: string) => functionName(name))}`,
    functionOf: functionName,
    keysOf: (script) => keys.get(script) ?? 0,
  };
}

/** A script that says `--@decision` is handed its ARGV once `decision` has read the rest; others get KEYS and ARGV. */
function functionOf(name: string, lua: string): string {
  const [open, close] = /^--@decision$/m.test(lua)
    ? ['decision(function(ARGV)', 'end)']
    : ['function(KEYS, ARGV)', 'end'];
  return `redis.register_function('%FUNCTION ${name}%', ${open}\n${lua}\n${close})`;
}
