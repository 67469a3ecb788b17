import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { answerProblemPlainly, commonProblems, protectedAnswers, type Answer } from '@huying/http';
import { StandaloneError } from './errors.js';

/** Where to listen, and the variable by which a person chooses another port. */
export interface DoorOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly variable: 'PORT' | 'METRICS_PORT';
}

const DRAIN_LIMIT_MS = 8_000;

/** What is answered until the platform behind the door is ready, and once it is stopping. */
const notNow: Answer = (request, response) => {
  if (request.url === '/health/live') {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ status: 'ok' }));
    return;
  }
  const problem = commonProblems.serviceUnavailable();
  // Starting and stopping are matters of a moment.
  problem.headers['retry-after'] = '1';
  answerProblemPlainly(request, response, problem);
};

/**
 * The one port of the platform. It is taken before anything else is started, so that a port that is not free is told at
 * once; it drains in good order: what is being answered is answered.
 */
export class FrontDoor {
  private readonly inFlight = new Set<ServerResponse>();
  private answer: Answer = notNow;

  private constructor(
    private readonly server: Server,
    private readonly host: string,
  ) {
    const answers = protectedAnswers((request, response) => {
      this.inFlight.add(response);
      response.once('close', () => this.inFlight.delete(response));
      this.answer(request, response);
    });
    server.on('request', answers);
  }

  /** @throws StandaloneError `port-taken` */
  static async open({ host, port, variable }: DoorOptions): Promise<FrontDoor> {
    const server = createServer();
    const door = new FrontDoor(server, host);
    try {
      server.listen(port, host);
      await once(server, 'listening');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
      const message = `Port ${port} is taken by another program (\`ss -ltnp 'sport = :${port}'\` shows which): end it, or choose another, as in ${variable}=${port + 1} npm start.`;
      throw new StandaloneError('port-taken', message, { cause: error });
    }
    return door;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Where programs of this machine reach it. */
  get url(): string {
    const everywhere = this.host === '0.0.0.0' || this.host === '::';
    return `http://${everywhere ? '127.0.0.1' : this.host}:${this.port}`;
  }

  answerWith(answer: Answer): void {
    this.answer = answer;
  }

  /** Takes no more requests and waits for what is being answered; followers of a feed are not waited for. */
  async drain(): Promise<void> {
    this.answer = notNow;
    this.server.close();
    this.server.closeIdleConnections();
    const unfinished = [...this.inFlight].filter((response) => !isEventStream(response));
    await Promise.race([
      Promise.all(unfinished.map((response) => once(response, 'close'))),
      pause(DRAIN_LIMIT_MS, undefined, { ref: false }),
    ]);
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

function isEventStream(response: ServerResponse): boolean {
  return String(response.getHeader('content-type')).startsWith('text/event-stream');
}
