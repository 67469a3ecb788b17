import { createServer, type Server } from 'node:net';
import { randomInt } from 'node:crypto';
import { InfrastructureError } from './errors.js';
import { TITLES, type ServerName, type StartContext } from './servers.types.js';

/**
 * Ports are drawn from below the range that the system hands to outgoing connections: a server that is killed and
 * started again must find its port free, and no client may have taken it in the meantime.
 */
const LOWEST = 20_000;
const HIGHEST = 32_000;

/** A port that is held until the server is about to start, so that two sets starting together choose different ones. */
export interface HeldPort {
  readonly port: number;
  release(): Promise<void>;
}

/** Holds the given port, or undefined if somebody listens there. */
export function holdPort(port: number): Promise<HeldPort | undefined> {
  return new Promise((resolve, reject) => {
    const server: Server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(undefined);
      else reject(error);
    });
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      server.unref();
      resolve({ port, release: () => new Promise((done) => server.close(() => done())) });
    });
  });
}

/** Holds the preferred port if it is free, else any free one. */
export async function holdFreePort(preferred?: number): Promise<HeldPort> {
  const first = preferred === undefined ? undefined : await holdPort(preferred);
  if (first) return first;
  for (;;) {
    const held = await holdPort(randomInt(LOWEST, HIGHEST));
    if (held) return held;
  }
}

/** A port that nobody has at this moment, for a program that is about to be started. */
export async function freePort(): Promise<number> {
  const held = await holdFreePort();
  await held.release();
  return held.port;
}

/** The port asked for by KAFKA_PORT, POSTGRES_PORT or REDIS_PORT; else the one of last time, else any free one. */
export async function choosePort(server: ServerName, { environment, state }: StartContext): Promise<HeldPort> {
  const variable = `${server.toUpperCase()}_PORT`;
  const asked = Number(environment[variable]);
  if (Number.isInteger(asked) && asked > 0) {
    const held = await holdPort(asked);
    if (held) return held;
    throw portTaken(server, asked, `choose another by ${variable}, or unset it to have a free one`);
  }
  const held = await holdFreePort(state.port(server));
  state.rememberPort(server, held.port);
  return held;
}

export function portTaken(server: ServerName, port: number, remedy: string): InfrastructureError {
  const message = `Port ${port} for ${TITLES[server]} is taken by another program (\`ss -ltnp 'sport = :${port}'\` shows which): end it, or ${remedy}.`;
  return new InfrastructureError('port-taken', message, server);
}
