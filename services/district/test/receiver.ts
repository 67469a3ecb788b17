import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a receiver was sent. */
export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** Empty where the body is none. */
  readonly event: {
    readonly id: string;
    readonly type: string;
    readonly subject: string;
    readonly sequence?: string;
    readonly data: Record<string, unknown>;
  };
}

/** Answers with a status; undefined: never answers. */
export type Behaviour = (received: Received, response: ServerResponse) => number | undefined;

/** A district's receiver on this machine: remembers what it was sent, in the order in which it came. */
export class Receiver {
  readonly received: Received[] = [];
  behave: Behaviour;
  private readonly server = createServer((request, response) => void this.take(request, response));

  private constructor(behave: Behaviour) {
    this.behave = behave;
  }

  static async start(behave: Behaviour = () => 204): Promise<Receiver> {
    const receiver = new Receiver(behave);
    receiver.server.listen(0, '127.0.0.1');
    await once(receiver.server, 'listening');
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook`;
  }

  get ids(): string[] {
    return this.received.map(({ event }) => event.id);
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const received = { headers: request.headers, text, event: JSON.parse(text) as Received['event'] };
    this.received.push(received);
    const status = this.behave(received, response);
    if (status !== undefined) response.writeHead(status).end();
  }
}
