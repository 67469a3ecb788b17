import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Queue, Worker, type ConnectionOptions } from 'bullmq';

/** Work that is due again and again, done once however many processes of the service run. */
export interface TimetabledWork {
  /** `expire-needs`: also the id of its scheduler. */
  readonly name: string;
  readonly everySeconds: number;
  /** Must bear being repeated; what it throws is logged, and the next turn comes all the same. */
  readonly run: () => Promise<void>;
}

/** A service's timed work, on BullMQ's job schedulers. */
export class Timetable implements OnApplicationShutdown {
  private readonly logger = new Logger('timetable');
  private readonly work = new Map<string, TimetabledWork>();
  private queue: Queue | undefined;
  private worker: Worker | undefined;
  private complained = false;

  constructor(
    private readonly service: string,
    private readonly redisUrl: string,
    private readonly prefix: string,
  ) {}

  /** Enters work; called while the modules are set up. */
  add(work: TimetabledWork): void {
    this.work.set(work.name, work);
  }

  /** Begins; called once the service answers. */
  async start(): Promise<void> {
    if (this.work.size === 0) return;
    const name = `timetable-${this.service}`;
    const options = { connection: this.connection(), prefix: `${this.prefix}bull` };
    this.queue = new Queue(name, options);
    this.worker = new Worker(name, (job) => this.run(job.name), { ...options, concurrency: 1 });
    this.queue.on('error', (error) => this.complain(error));
    this.worker.on('error', (error) => this.complain(error));
    this.worker.on('ready', () => (this.complained = false));
    for (const { name: work, everySeconds } of this.work.values()) {
      const removal = { removeOnComplete: 10, removeOnFail: 10 };
      await this.queue.upsertJobScheduler(work, { every: everySeconds * 1_000 }, { name: work, opts: removal });
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.worker?.close();
    await this.queue?.close();
  }

  private connection(): ConnectionOptions {
    const { hostname, port, username, password, protocol } = new URL(this.redisUrl);
    return {
      host: hostname,
      port: Number(port || 6379),
      username: username || undefined,
      password: password || undefined,
      tls: protocol === 'rediss:' ? {} : undefined,
      maxRetriesPerRequest: null,
    };
  }

  private async run(name: string): Promise<void> {
    try {
      await this.work.get(name)?.run();
    } catch (error) {
      this.logger.error({ err: error, work: name }, 'Timed work failed; it comes round again.');
    }
  }

  /** Redis being away is said once, not at every attempt to reconnect. */
  private complain(error: Error): void {
    if (this.complained) return;
    this.complained = true;
    this.logger.warn({ err: error }, 'Timed work waits: Redis does not answer.');
  }
}
