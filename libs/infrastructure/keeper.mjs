/**
 * The keeper owns the server processes, so that none of them outlives the program that asked for them.
 *
 * It is forked by `src/keeper.ts` with an IPC channel and lives in a session of its own: Ctrl-C in a terminal reaches
 * the platform, which drains first, and not the servers under it. When the channel closes, for whatever reason and
 * be it a kill -9, the keeper ends every server and container, removes data that was only temporary, and ends itself.
 *
 * Plain JavaScript with nothing to import but Node, because it must also run where the sources were not built.
 */
import { execFileSync, spawn } from 'node:child_process';
import { closeSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';

/** @typedef {{ process: import('node:child_process').ChildProcess, stopSignal: NodeJS.Signals, graceMs: number, meant?: boolean }} Kept */

/** @type {Map<string, Kept>} */
const kept = new Map();
/** @type {Map<string, { id: string, engine: import('node:http').RequestOptions }>} */
const containers = new Map();
/** @type {string | undefined} */
let lockFile;
/** @type {string | undefined} */
let temporaryDir;
/** @type {Promise<void> | undefined} */
let stopping;

/** When a process began, so that a number used again by the system is not taken for the old process. */
function beganAt(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')[19];
  } catch {
    try {
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
    } catch {
      return undefined;
    }
  }
}

/** @param {{ pid: number, began?: string } | undefined} holder */
function isAlive(holder) {
  return holder !== undefined && beganAt(holder.pid) === holder.began && holder.began !== undefined;
}

function readLock(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Takes the data directory for this keeper. A link is atomic and carries its content, so nobody reads half a lock. */
async function own({ dataDir, temporary }) {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, 'lock');
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, JSON.stringify({ keeper: identity(process.pid), parent: identity(process.ppid) }));
  try {
    for (let tries = 0; tries < 200; tries++) {
      try {
        linkSync(mine, file);
        lockFile = file;
        temporaryDir = temporary ? dataDir : undefined;
        return {};
      } catch (error) {
        if (error.code !== 'EEXIST') throw error;
      }
      const other = readLock(file);
      if (isAlive(other?.keeper)) {
        // A keeper whose parent is gone is about to end; a short wait saves the person a second try.
        if (isAlive(other.parent)) return { heldBy: other.parent.pid };
        await new Promise((resolve) => setTimeout(resolve, 100));
      } else {
        rmSync(file, { force: true });
      }
    }
    return { heldBy: readLock(file)?.keeper?.pid ?? 0 };
  } finally {
    unlinkSync(mine);
  }
}

function identity(pid) {
  return { pid, began: beganAt(pid) };
}

function start({ name, command, args, env, uid, gid, cwd, logFile, stopSignal, graceMs }) {
  if (stopping) throw new Error('the keeper is stopping');
  const log = openSync(logFile, 'a');
  const child = spawn(command, args, { env, uid, gid, cwd, stdio: ['ignore', log, log] });
  closeSync(log);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('spawn', () => {
      const server = { process: child, stopSignal, graceMs, meant: false };
      kept.set(name, server);
      child.once('exit', (code, signal) => {
        kept.delete(name);
        tell({ ended: name, pid: child.pid, code, signal, meant: server.meant });
      });
      resolve({ pid: child.pid });
    });
  });
}

async function end(name, signal) {
  const server = kept.get(name);
  if (!server) return;
  const ended = new Promise((resolve) => server.process.once('exit', resolve));
  server.meant = true;
  server.process.kill(signal ?? server.stopSignal);
  const timer = setTimeout(() => server.process.kill('SIGKILL'), server.graceMs);
  await ended;
  clearTimeout(timer);
}

/** In good order first, as a store that is killed has to recover; then with all that is not a named volume. */
async function removeContainer({ id, engine }) {
  await ask(engine, 'POST', `/containers/${id}/stop?t=8`);
  await ask(engine, 'DELETE', `/containers/${id}?force=true&v=true`);
}

function ask(engine, method, path) {
  return new Promise((resolve) => {
    const call = httpRequest({ ...engine, method, path, timeout: 20_000 }, (response) => {
      response.resume();
      response.once('close', resolve);
    });
    call.once('error', resolve);
    call.once('timeout', () => call.destroy());
    call.end();
  });
}

function stopAll() {
  stopping ??= (async () => {
    await Promise.all([...[...kept.keys()].map((name) => end(name)), ...[...containers.values()].map(removeContainer)]);
    if (temporaryDir) rmSync(temporaryDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    else if (lockFile) rmSync(lockFile, { force: true });
  })();
  return stopping;
}

function tell(message) {
  if (process.connected) process.send(message, () => undefined);
}

const verbs = {
  own,
  start,
  end: ({ name, signal }) => end(name, signal),
  container: ({ name, id, engine }) => void containers.set(name, { id, engine }),
  stop: stopAll,
};

process.on('message', ({ call, verb, ...details }) => {
  Promise.resolve()
    .then(() => verbs[verb](details))
    .then((result) => tell({ call, result: result ?? {} }))
    .catch((error) => tell({ call, error: error instanceof Error ? error.message : String(error) }))
    .finally(() => {
      if (verb === 'stop') process.disconnect();
    });
});
process.on('disconnect', () => void stopAll().finally(() => process.exit(0)));
for (const signal of ['SIGINT', 'SIGHUP']) process.on(signal, () => undefined);
process.on('SIGTERM', () => void stopAll().finally(() => process.exit(0)));
