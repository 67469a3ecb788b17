// Processes and what they have started, by the process table: for the checks here and for tests of whole processes.
import { readdirSync, readFileSync } from 'node:fs';

/** State and parent of a process; undefined when it is gone. */
function statOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
  } catch {
    return undefined;
  }
}

/** Whether it runs: one that has ended and was not waited for does not. */
export function isAlive(pid) {
  const state = statOf(pid)?.[0];
  return state !== undefined && state !== 'Z';
}

/** The process and all that it has started, as far as they run. */
export function familyOf(pid) {
  const others = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const parents = others.map((name) => [Number(name), Number(statOf(name)?.[1])]);
  const family = [pid];
  for (const member of family) for (const [child, parent] of parents) if (parent === member) family.push(child);
  return family.filter(isAlive);
}
