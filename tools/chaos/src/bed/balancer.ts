import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** One client's connection and the one behind it. */
interface Pair {
  readonly near: Socket;
  readonly far: Socket;
  /** A request went through and no byte of its answer came back yet. */
  isAsking: boolean;
}

/**
 * The one address of several claim processes: connections go round robin to those that live. On command it cuts connections
 * in the worst moment, after a request was passed on and before its answer; the process behind goes on with the request.
 */
export class Balancer {
  private readonly pairs = new Set<Pair>();
  private targets: readonly number[] = [];
  private next = 0;
  private cutsLeft = 0;
  /** How many connections were cut. */
  cuts = 0;

  private constructor(private readonly server: Server) {}

  static async open(): Promise<Balancer> {
    const server = createServer({ noDelay: true });
    const balancer = new Balancer(server);
    server.on('connection', (near) => balancer.join(near, balancer.targets.length));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return balancer;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The ports behind this address from now on; one that refuses is skipped. */
  use(ports: readonly number[]): void {
    this.targets = ports;
  }

  /** Cuts what is being asked at this moment, and the next requests as soon as they were passed on. */
  cut(requestsToCome: number): void {
    this.cutsLeft += requestsToCome;
    for (const pair of this.pairs) if (pair.isAsking) this.cutPair(pair);
  }

  close(): void {
    this.server.close();
    for (const { near, far } of this.pairs) {
      near.destroy();
      far.destroy();
    }
  }

  private join(near: Socket, tries: number): void {
    near.on('error', () => near.destroy());
    if (tries <= 0) return void near.destroy();
    const port = this.targets[this.next++ % this.targets.length] ?? 0;
    const far = connect({ port, host: '127.0.0.1', noDelay: true });
    near.pause();
    far.once('error', () => {
      if (!far.readyState.startsWith('open') && far.bytesRead === 0 && far.bytesWritten === 0)
        this.join(near, tries - 1);
      else near.destroy();
    });
    far.once('connect', () => this.link({ near, far, isAsking: false }));
  }

  private link(pair: Pair): void {
    const { near, far } = pair;
    this.pairs.add(pair);
    far.on('error', () => near.destroy());
    near.on('data', (bytes) => {
      if (!far.write(bytes)) near.pause();
      pair.isAsking = true;
      if (this.cutsLeft <= 0) return;
      this.cutsLeft -= 1;
      this.cutPair(pair);
    });
    far.on('data', (bytes) => {
      pair.isAsking = false;
      if (!near.destroyed && !near.write(bytes)) far.pause();
    });
    near.on('drain', () => far.resume());
    far.on('drain', () => near.resume());
    near.on('close', () => this.end(pair));
    far.on('close', () => {
      near.destroy();
      this.pairs.delete(pair);
    });
    if (near.destroyed) far.destroy();
    else near.resume();
  }

  /** The client hears nothing more; the process behind gets time to finish. */
  private cutPair(pair: Pair): void {
    this.cuts += 1;
    pair.near.destroy();
  }

  private end(pair: Pair): void {
    this.pairs.delete(pair);
    if (!pair.isAsking) return void pair.far.destroy();
    pair.far.once('data', () => pair.far.destroy());
    pair.far.setTimeout(10_000, () => pair.far.destroy());
  }
}
