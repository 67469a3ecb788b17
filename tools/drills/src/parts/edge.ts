import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { until } from '@huying/tool-demo';

/** Where copies of a service are, by the names that the edge has for them. */
export type Copies = Readonly<Record<string, number>>;

const CONFIGURATION = new URL('../../../../deploy/edge/haproxy.cfg', import.meta.url);

/**
 * The edge of `deploy/edge`, as a process of this machine: the same configuration, but the copies of each service are known by their ports, and
 * are let in and out by HAProxy's own commands, as an orchestrator does by what it finds.
 */
export class Edge {
  private constructor(
    private readonly process: ChildProcess,
    private readonly socket: string,
    readonly url: string,
  ) {}

  /** @throws Error if there is no HAProxy, with the command that installs it */
  static async start(dir: string, port: number, backends: ReadonlyMap<string, Copies>): Promise<Edge> {
    ensureHaproxy();
    const [file, socket] = [join(dir, 'haproxy.cfg'), join(dir, 'haproxy.sock')];
    await writeFile(file, configurationFor(port, socket, backends));
    const log = openSync(join(dir, 'haproxy.log'), 'a');
    // Ends with this program, however that ends.
    const [command, ...args] = ['setpriv', '--pdeathsig', 'TERM', 'haproxy', '-db', '-f', file] as const;
    const child = spawn(command, args, { stdio: ['ignore', log, log] });
    const edge = new Edge(child, socket, `http://127.0.0.1:${port}`);
    await until('the edge answers', () =>
      fetch(`${edge.url}/health/live`).then(
        ({ ok }) => ok,
        () => {
          if (child.exitCode !== null)
            throw new Error(`HAProxy ended: ${readFileSync(join(dir, 'haproxy.log'), 'utf8')}`);
          return false;
        },
      ),
    );
    return edge;
  }

  /** From now on requests go there too. */
  letIn(service: string, copy: string): Promise<string> {
    return this.command(`set server ${service}/${copy} state ready`);
  }

  /** No new request goes there; resolves when none is there any more. */
  async letOut(service: string, copy: string): Promise<void> {
    await this.command(`set server ${service}/${copy} state drain`);
    await until(`nothing is in flight at ${service}/${copy}`, async () => {
      const stat = await this.command('show stat');
      const [head = '', ...rows] = stat.replace(/^# /, '').split('\n');
      const now = head.split(',').indexOf('scur');
      const row = rows.map((one) => one.split(',')).find(([proxy, name]) => proxy === service && name === copy);
      return row?.[now] === '0';
    });
    await this.command(`set server ${service}/${copy} state maint`);
  }

  async stop(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = once(this.process, 'exit');
    this.process.kill('SIGTERM');
    await ended;
  }

  private command(text: string): Promise<string> {
    return new Promise((resolve, reject) => {
      let said = '';
      const socket = connect(this.socket, () => socket.end(`${text}\n`));
      socket.setEncoding('utf8').on('data', (part: string) => (said += part));
      socket.on('error', reject).on('close', () => {
        if (/unknown|not found|no such/i.test(said)) reject(new Error(`HAProxy says to "${text}": ${said.trim()}`));
        else resolve(said);
      });
    });
  }
}

function ensureHaproxy(): void {
  try {
    execFileSync('haproxy', ['-v'], { stdio: 'ignore' });
  } catch (cause) {
    throw new Error('The drill needs HAProxy, as the edge does: run `apt-get install -y haproxy`.', { cause });
  }
}

function configurationFor(port: number, socket: string, backends: ReadonlyMap<string, Copies>): string {
  const servers = (name: string) =>
    Object.entries(backends.get(name) ?? {})
      .map(([copy, at]) => `  server ${copy} 127.0.0.1:${at} disabled`)
      .join('\n');
  return readFileSync(CONFIGURATION, 'utf8')
    .replace(/^global$/m, `global\n  stats socket ${socket} mode 600 level admin`)
    .replace(/^ {2}bind :8080$/m, `  bind 127.0.0.1:${port}`)
    .replace(/^ {2}default-server .*\n/m, '')
    .replace(/^ {2}server-template (\w+)- .*$/gm, (_, name: string) => servers(name));
}
