import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/**
 * The address under which a store is known, whichever server stands behind it: the way behind can be cut, mended, and led
 * to another server, as an operator's failover does.
 */
export class Door {
  private readonly near = new Set<Socket>();
  private isCut = false;

  private constructor(
    private readonly server: Server,
    private target: number,
  ) {}

  static async to(port: number): Promise<Door> {
    const server = createServer({ noDelay: true });
    const door = new Door(server, port);
    server.on('connection', (near) => door.join(near));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return door;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /**
   * Leads whoever comes from now on to another server.
   * @param share of those who are connected that is sent away at once; the others go on with the old server, as clients do
   * that have not noticed a failover
   */
  lead(port: number, share = 1): void {
    this.target = port;
    const connected = [...this.near];
    for (const socket of connected.slice(0, Math.ceil(connected.length * share))) socket.destroy();
  }

  /** Breaks every connection, and takes no more. */
  cut(): void {
    this.isCut = true;
    for (const socket of this.near) socket.destroy();
  }

  mend(): void {
    this.isCut = false;
  }

  close(): void {
    this.cut();
    this.server.close();
  }

  private join(near: Socket): void {
    near.on('error', () => near.destroy());
    if (this.isCut) return void near.destroy();
    const far = connect({ port: this.target, host: '127.0.0.1', noDelay: true });
    this.near.add(near);
    near.on('close', () => {
      this.near.delete(near);
      far.destroy();
    });
    far.on('error', () => near.destroy());
    far.on('close', () => near.destroy());
    near.pipe(far);
    far.pipe(near);
  }
}
