import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '@huying/infrastructure';

interface Member {
  readonly name: string;
  readonly port: number;
  readonly metricsPort: number;
  child: ChildProcess;
  isReady: boolean;
}

const TRIES = 40;

/** The processes of the claim service, each known to PostgreSQL by its name. */
export class ClaimProcesses {
  private readonly members: Member[] = [];
  private isEnding = false;
  private failure: Error | undefined;
  /** Names of processes that ended without being told to, once for each time. */
  readonly crashes: string[] = [];

  private constructor(
    private readonly environment: Readonly<Record<string, string>>,
    private readonly logDir: string,
  ) {
    process.once('exit', () => this.killAll());
  }

  /** Starts that many and resolves when all of them answer. */
  static async start(
    count: number,
    environment: Readonly<Record<string, string>>,
    logDir: string,
  ): Promise<ClaimProcesses> {
    const processes = new ClaimProcesses(environment, logDir);
    for (let number = 1; number <= count; number += 1) {
      const [port, metricsPort] = [await freePort(), await freePort()];
      const member = { name: `claim-${number}`, port, metricsPort, isReady: false };
      processes.members.push({ ...member, child: processes.launch(member) });
      // The first one makes the database; the others find it made.
      if (number === 1) await processes.untilReady('claim-1');
    }
    await Promise.all(processes.names.map((name) => processes.untilReady(name)));
    return processes;
  }

  get names(): string[] {
    return this.members.map(({ name }) => name);
  }

  get ports(): number[] {
    return this.members.map(({ port }) => port);
  }

  signal(name: string, signal: NodeJS.Signals): void {
    this.member(name).child.kill(signal);
  }

  /** One that answers and may be hit: there is another one beside it. */
  vulnerable(pick: (names: readonly string[]) => string | undefined): string | undefined {
    const ready = this.members.filter(({ isReady }) => isReady).map(({ name }) => name);
    return ready.length > 1 ? pick(ready) : undefined;
  }

  /** SIGKILL, and the same process again, which takes its time. */
  async kill(name: string): Promise<void> {
    const member = this.member(name);
    if (!member.isReady) return;
    const ended = once(member.child, 'exit');
    member.isReady = false;
    member.child.kill('SIGKILL');
    await ended;
    if (!this.isEnding) this.startAgain(member);
  }

  /** Resolves when each of them answers. */
  async allReady(): Promise<void> {
    while (!this.members.every(({ isReady }) => isReady)) {
      if (this.failure) throw this.failure;
      await pause(50);
    }
  }

  /** Everything stands still, and goes on. */
  signalAll(signal: 'SIGSTOP' | 'SIGCONT'): void {
    for (const { child } of this.members) child.kill(signal);
  }

  /** SIGTERM to all; a process that does not end by itself in ten seconds is killed. */
  async stop(): Promise<void> {
    this.isEnding = true;
    await Promise.all(
      this.members.map(async ({ child }) => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const ended = once(child, 'exit');
        child.kill('SIGCONT');
        child.kill('SIGTERM');
        const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
        await ended;
        clearTimeout(late);
      }),
    );
  }

  private launch({ name, port, metricsPort }: Omit<Member, 'child'>): ChildProcess {
    const log = openSync(join(this.logDir, `${name}.log`), 'a');
    return fork(fileURLToPath(new URL('./claim-process.js', import.meta.url)), [], {
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        ...this.environment,
        PORT: String(port),
        METRICS_PORT: String(metricsPort),
        PGAPPNAME: name,
      },
      execArgv: [],
      stdio: ['ignore', log, log, 'ipc'],
    });
  }

  private startAgain(member: Member): void {
    member.child = this.launch(member);
    // Who waits for it asks `allReady`.
    this.untilReady(member.name).catch((error: Error) => (this.failure = error));
  }

  /** One that answered and ends by itself is started again, as any supervisor would, and counted: no fault may do that. */
  private watch(member: Member): void {
    member.child.once('exit', () => {
      if (!member.isReady || this.isEnding) return;
      this.crashes.push(member.name);
      member.isReady = false;
      this.startAgain(member);
    });
  }

  private async untilReady(name: string): Promise<void> {
    const member = this.member(name);
    // A store may be away when it starts: it ends, and is started again, as any supervisor would.
    for (let tries = 0; tries < TRIES && !member.isReady && !this.isEnding; tries += 1) {
      if (tries > 0) {
        await pause(500);
        member.child = this.launch(member);
      }
      const { child } = member;
      member.isReady = await Promise.race([
        once(child, 'message').then(() => true),
        once(child, 'exit').then(() => false),
      ]);
    }
    if (member.isReady) this.watch(member);
    else if (!this.isEnding) {
      throw new Error(`${name} does not start; see ${join(this.logDir, `${name}.log`)}.`);
    }
  }

  private member(name: string): Member {
    const member = this.members.find((one) => one.name === name);
    if (!member) throw new RangeError(`There is no process ${name}.`);
    return member;
  }

  private killAll(): void {
    for (const { child } of this.members) child.kill('SIGKILL');
  }
}
