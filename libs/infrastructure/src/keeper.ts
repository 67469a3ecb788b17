import { fork, type ChildProcess } from 'node:child_process';
import type { RequestOptions } from 'node:http';
import { fileURLToPath } from 'node:url';
import { InfrastructureError } from './errors.js';

/** A server process as the keeper starts it. */
export interface Process {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly uid?: number;
  readonly gid?: number;
  readonly logFile: string;
  /** What ends it in good order, and for how long it may take before it is killed. */
  readonly stopSignal: NodeJS.Signals;
  readonly graceMs: number;
}

/** How a process of the keeper came to its end. */
export interface Ended {
  readonly pid: number;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Whether we asked for it. */
  readonly meant: boolean;
}

type Answer = { call: number; result?: unknown; error?: string } | ({ ended: string } & Ended);

/**
 * Our end of the channel to `keeper.mjs`, the process that owns all servers of a set. Whatever happens to this
 * process, the keeper notices that the channel closed, and ends them.
 */
export class Keeper {
  private readonly calls = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  private readonly listeners = new Set<(name: string, ended: Ended) => void>();
  private readonly exited: Promise<void>;
  private lastCall = 0;

  private constructor(private readonly process: ChildProcess) {
    process.on('message', (message) => this.hear(message as Answer));
    this.exited = new Promise((resolve) => process.once('exit', () => resolve()));
    process.once('exit', () => {
      for (const { reject } of this.calls.values()) reject(new Error('the keeper of the servers has ended'));
      this.calls.clear();
    });
  }

  /** Starts a keeper and takes the data directory; refuses if another running platform holds it. */
  static async take(dataDir: string, temporary: boolean): Promise<Keeper> {
    const { NODE_OPTIONS: _, ...env } = globalThis.process.env;
    const child = fork(fileURLToPath(new URL('../keeper.mjs', import.meta.url)), [], {
      detached: true,
      execArgv: [],
      env,
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const keeper = new Keeper(child);
    child.unref();
    const { heldBy } = (await keeper.call('own', { dataDir, temporary })) as { heldBy?: number };
    if (heldBy !== undefined) {
      await keeper.stop();
      throw new InfrastructureError(
        'data-in-use',
        `${dataDir} is in use by a platform that runs as process ${heldBy}: stop that one (kill ${heldBy}), or use another data directory.`,
      );
    }
    return keeper;
  }

  get pid(): number | undefined {
    return this.process.pid;
  }

  async start(name: string, process: Process): Promise<number> {
    const { pid } = (await this.call('start', { name, ...process })) as { pid: number };
    return pid;
  }

  /** Ends a server and waits until it is gone; by its own signal unless another is given. */
  async end(name: string, signal?: NodeJS.Signals): Promise<void> {
    await this.call('end', { name, signal });
  }

  /** Makes the keeper remove this container at the end, as it ends processes. */
  async adoptContainer(name: string, id: string, engine: RequestOptions): Promise<void> {
    await this.call('container', { name, id, engine });
  }

  onEnded(listener: (name: string, ended: Ended) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Ends everything and the keeper itself. */
  async stop(): Promise<void> {
    if (this.process.exitCode !== null || !this.process.connected) return this.exited;
    this.process.ref();
    await this.call('stop', {});
    await this.exited;
  }

  private call(verb: string, details: object): Promise<unknown> {
    const call = ++this.lastCall;
    return new Promise((resolve, reject) => {
      this.calls.set(call, { resolve, reject });
      // Only while an answer is awaited does the channel keep this program running.
      this.process.channel?.ref();
      this.process.send({ call, verb, ...details }, (error) => {
        if (error) this.settle(call, { error: error.message });
      });
    });
  }

  private settle(call: number, { result, error }: { result?: unknown; error?: string }): void {
    const waiting = this.calls.get(call);
    this.calls.delete(call);
    if (this.calls.size === 0) this.process.channel?.unref();
    if (error !== undefined) waiting?.reject(new Error(error));
    else waiting?.resolve(result);
  }

  private hear(message: Answer): void {
    if ('ended' in message) for (const listener of this.listeners) listener(message.ended, message);
    else this.settle(message.call, message);
  }
}
