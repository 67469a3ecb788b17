import { createServer, connect, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** The way to a server, which a test can cut and mend: what is on this side of it sees the server gone. */
export class Wire {
  private readonly open = new Set<Socket>();
  private isCut = false;
  private refused = 0;

  private constructor(
    private readonly server: Server,
    private readonly target: URL,
  ) {}

  /** @param address as in the environment: `postgres://user:password@host:port`, `redis://host:port` */
  static async to(address: string): Promise<Wire> {
    const server = createServer();
    const wire = new Wire(server, new URL(address));
    server.on('connection', (near) => wire.join(near));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    server.unref();
    return wire;
  }

  /** The same address by way of this wire. */
  get address(): string {
    const { port } = this.server.address() as AddressInfo;
    const address = new URL(this.target);
    address.host = `127.0.0.1:${port}`;
    return address.href.replace(/\/$/, '');
  }

  /** How many connections were tried in vain since the last cut: somebody has noticed. */
  get refusals(): number {
    return this.refused;
  }

  /** Breaks every connection, and takes no more. */
  cut(): void {
    this.isCut = true;
    this.refused = 0;
    for (const socket of this.open) socket.destroy();
  }

  mend(): void {
    this.isCut = false;
  }

  close(): void {
    this.cut();
    this.server.close();
  }

  private join(near: Socket): void {
    if (this.isCut) {
      this.refused += 1;
      return void near.destroy();
    }
    const far = connect(Number(this.target.port), this.target.hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.open.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        this.open.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  }
}
