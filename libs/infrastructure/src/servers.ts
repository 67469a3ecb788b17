import { statfs } from 'node:fs/promises';
import { resolve } from 'node:path';
import { mayUseContainers, startServer, useAddress } from './choose-server.js';
import { DataState } from './data-state.js';
import { findEngine } from './docker.js';
import { InfrastructureError } from './errors.js';
import { Keeper } from './keeper.js';
import {
  ADDRESS_VARIABLES,
  ALL_SERVERS,
  type Environment,
  type RunningServer,
  type ServerName,
  type ServerOrigin,
  type StartContext,
} from './servers.types.js';

export interface StartOptions<S extends ServerName = ServerName> {
  /** Where the servers keep their data; started on again, they go on where they were. One platform at a time. */
  readonly dataDir: string;
  /** Which of them; all three unless said otherwise. */
  readonly servers?: readonly S[];
  /** Hears a line whenever something takes long or was decided. */
  readonly report?: (line: string) => void;
  /** Addresses, PATH and the like; this program's own unless given. */
  readonly environment?: Environment;
  /** Whether data survives a crash of the machine (default). Tests give this up to be faster. */
  readonly durable?: boolean;
  /** Whether the data directory is removed at the end, however that comes about. */
  readonly temporary?: boolean;
  /** How much room the disk must have for the servers to start; 1 GB unless given. */
  readonly minimumFreeBytes?: number;
}

/** A set of servers that answer. */
export interface Servers<S extends ServerName = ServerName> {
  /** The addresses as environment variables, for this program's services and its children. */
  readonly environment: { readonly [K in S as (typeof ADDRESS_VARIABLES)[K]]: string };
  /** What was chosen for each server, with one sentence for people. */
  readonly chosen: { readonly [K in S]: { readonly origin: ServerOrigin; readonly sentence: string } };
  /** The processes of this machine that were started, keeper included; all are gone after `stop`. */
  processIds(): number[];
  /** The process of a server, if it is one of this machine that we started. */
  processId(server: S): number | undefined;
  /** Ends a server as a crash would (SIGKILL). */
  kill(server: S): Promise<void>;
  /** Starts a killed server again on the same port and data, and waits until it answers. */
  start(server: S): Promise<void>;
  /** Ends all servers that were started; those given by address are left alone. */
  stop(): Promise<void>;
}

const GIGABYTE = 1_000_000_000;

/**
 * Gives each server by its address in the environment, else as a container if a Docker engine answers, else as a
 * process of this machine, and resolves when all of them answer.
 *
 * Nothing that it starts outlives this program, however it ends. What is missing is thrown as InfrastructureError,
 * whose message is one sentence with the command that mends it.
 */
export async function startServers<S extends ServerName = ServerName>(options: StartOptions<S>): Promise<Servers<S>> {
  const names = options.servers ?? (ALL_SERVERS as readonly S[]);
  const environment = options.environment ?? process.env;
  const given = new Map<S, RunningServer>();
  for (const name of names) {
    const address = environment[ADDRESS_VARIABLES[name]];
    if (address) given.set(name, await useAddress(name, address));
  }
  const missing = names.filter((name) => !given.has(name));
  if (missing.length === 0) return assemble(given, undefined);

  const dataDir = resolve(options.dataDir);
  const keeper = await Keeper.take(dataDir, options.temporary ?? false);
  try {
    await checkRoom(dataDir, options.minimumFreeBytes ?? GIGABYTE);
    const context: StartContext = {
      dataDir,
      environment,
      keeper,
      durable: options.durable ?? true,
      temporary: options.temporary ?? false,
      report: options.report ?? (() => undefined),
      state: DataState.open(dataDir),
    };
    const engine = mayUseContainers(missing, context) ? await findEngine(environment) : undefined;
    // All are awaited, also when one fails: none may still be writing when the keeper ends and removes the data.
    const started = await Promise.allSettled(missing.map((name) => startServer(name, engine, context)));
    const failed = started.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
    const own = started.flatMap((result, index) =>
      result.status === 'fulfilled' ? [[missing[index], result.value] as [S, RunningServer]] : [],
    );
    return assemble(new Map([...given, ...own]), keeper);
  } catch (error) {
    await keeper.stop();
    throw error;
  }
}

async function checkRoom(dataDir: string, minimum: number): Promise<void> {
  const { bavail, bsize } = await statfs(dataDir);
  const free = bavail * bsize;
  if (free >= minimum) return;
  const [has, needs] = [free, minimum].map((bytes) => `${(bytes / GIGABYTE).toFixed(1)} GB`);
  const message = `The disk of ${dataDir} has ${has} left and the servers need ${needs}: make room (du -xh ${dataDir} | sort -h | tail shows what takes it).`;
  throw new InfrastructureError('disk-full', message);
}

function assemble<S extends ServerName>(
  running: ReadonlyMap<S, RunningServer>,
  keeper: Keeper | undefined,
): Servers<S> {
  const entries = [...running];
  const of = (name: S): RunningServer => {
    const server = running.get(name);
    if (!server) throw new Error(`${name} is not in this set of servers`);
    return server;
  };
  return {
    environment: Object.fromEntries(
      entries.map(([name, { address }]) => [ADDRESS_VARIABLES[name], address]),
    ) as Servers<S>['environment'],
    chosen: Object.fromEntries(
      entries.map(([name, { origin, sentence }]) => [name, { origin, sentence }]),
    ) as Servers<S>['chosen'],
    processIds: () => [keeper?.pid, ...entries.map(([, server]) => server.pid())].filter((pid) => pid !== undefined),
    processId: (name) => of(name).pid(),
    kill: (name) => of(name).kill(),
    start: (name) => of(name).start(),
    stop: async () => keeper?.stop(),
  };
}
