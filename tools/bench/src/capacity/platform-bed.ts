import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { request, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTopics } from '@huying/events';
import { createRouting } from '@huying/http';
import { startServers, type Servers } from '@huying/infrastructure';
import { createDevelopmentIssuer, FrontDoor, services } from '@huying/standalone';
import { quiet } from '../events-bed.js';
import { measuredEnvironment } from '../durable-servers.js';

const HOST = '127.0.0.1';
export const DATABASE_PREFIX = 'huying_';
export const REDIS_PREFIX = 'huying:';

/** The platform as machines run it, each service a process of its own, behind one address. */
export interface PlatformBed {
  readonly url: string;
  /** Past the edge, where what passes on would be in the way of what is measured. */
  urlOf(service: string): string;
  readonly servers: Servers;
  readonly dataDir: string;
  /** Process ids by the name of the service. */
  readonly processes: ReadonlyMap<string, number>;
  /** What their clocks say, in ms since 1970. */
  now(): number;
  /** Moves the clocks of all services ahead. */
  advance(hours: number): Promise<void>;
  close(): Promise<void>;
}

/** Starts servers that keep what they are told, all services and an issuer. Nothing of it outlives this program. */
export async function openPlatform(report: (line: string) => void): Promise<PlatformBed> {
  const dir = await mkdtemp(join(tmpdir(), 'huying-capacity-'));
  const dataDir = join(dir, 'servers');
  const servers = await startServers({ dataDir, temporary: true, report });
  const door = await FrontDoor.open({ host: HOST, port: 0, variable: 'PORT' });
  const OIDC_ISSUER = `${door.url}/oidc`;
  const environment = {
    ...servers.environment,
    ...measuredEnvironment(),
    // The development issuer, which gives the tokens, does not start in production.
    ...{ NODE_ENV: 'development', LOG_LEVEL: 'error', OIDC_ISSUER, DATABASE_PREFIX, REDIS_PREFIX },
    ...{ ATTACHMENTS_DIRECTORY: join(dir, 'attachments'), METRICS_PORT: '0' },
  };
  await createTopics({ brokers: servers.environment.KAFKA_BROKERS.split(',') }, { logger: quiet });
  const issuer = await createDevelopmentIssuer({ url: OIDC_ISSUER, dataDir: dir, audience: 'huying', environment });
  const children = new Map(services.map(({ name }) => [name, start(name, environment)]));
  const ports = new Map<string, number>();
  // One after the other: seven at once would only hinder each other on a small machine.
  for (const [name, child] of children) ports.set(name, (await hear<{ port: number }>(child)).port);
  const ownerOf = createRouting(services.map(({ name, paths }) => ({ paths, owner: name })));
  door.answerWith((incoming, answer) => {
    if (incoming.url?.startsWith('/oidc')) return issuer.handle(incoming, answer);
    pass(incoming, answer, ports.get(ownerOf(incoming.url ?? '/') ?? '') ?? 0);
  });
  let aheadMs = 0;
  return {
    url: door.url,
    urlOf: (name) => `http://${HOST}:${ports.get(name) ?? 0}`,
    now: () => Date.now() + aheadMs,
    servers,
    dataDir,
    processes: new Map([...children].flatMap(([name, { pid }]) => (pid === undefined ? [] : [[name, pid] as const]))),
    advance: async (hours) => {
      const heard = [...children.values()].map((child) => hear(child));
      const advanceMs = Math.round(hours * 3_600_000);
      for (const child of children.values()) child.send({ advanceMs });
      await Promise.all(heard);
      aheadMs += advanceMs;
    },
    close: async () => {
      door.close();
      const ended = [...children.values()]
        .filter(({ exitCode }) => exitCode === null)
        .map((child) => once(child, 'exit'));
      for (const child of children.values()) if (child.connected) child.disconnect();
      await Promise.all(ended);
      await servers.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

function start(name: string, environment: Readonly<Record<string, string>>): ChildProcess {
  const child = fork(fileURLToPath(new URL('service-process.js', import.meta.url)), [], {
    env: { ...process.env, ...environment, SERVICE: name },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  return child.on('exit', (code) => {
    if (code !== 0) console.error(`The ${name} service has ended with ${code}.`);
  });
}

async function hear<Message>(child: ChildProcess): Promise<Message> {
  const heard = await Promise.race([once(child, 'message'), once(child, 'exit').then(() => undefined)]);
  if (!heard) throw new Error('A service ended before it answered; its last words are above.');
  return heard[0] as Message;
}

/** As the edge does: the request to its service, the answer back. */
function pass(incoming: IncomingMessage, answer: ServerResponse, port: number): void {
  const { method, url: path, headers } = incoming;
  const onward = request({ host: HOST, port, method, path, headers }, (response) => {
    answer.writeHead(response.statusCode ?? 502, response.headers);
    response.pipe(answer);
  });
  onward.on('error', () => void (answer.headersSent ? answer.destroy() : answer.writeHead(502).end()));
  incoming.pipe(onward);
}
