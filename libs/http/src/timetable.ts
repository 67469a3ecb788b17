import { setTimeout as pause } from 'node:timers/promises';
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

/** How long Redis has to answer when the service ends. */
const LAST_WORD_MS = 1_000;
/** How often it is looked whether the work still stands in Redis, which may have lost it. */
const LOOK_EVERY_MS = 60_000;
/** Of each work its last turns are kept, for whoever looks into the queue. */
const KEPT = { removeOnComplete: 10, removeOnFail: 10 };

/** A service's timed work, on BullMQ's job schedulers. The service begins and ends whether or not Redis answers. */
export class Timetable implements OnApplicationShutdown {
  private readonly logger = new Logger('timetable');
  private readonly work = new Map<string, TimetabledWork>();
  private queue: Queue | undefined;
  private worker: Worker | undefined;
  private entered: Promise<void> = Promise.resolve();
  private running: Promise<void> = Promise.resolve();
  private looking: NodeJS.Timeout | undefined;
  private complained = false;
  private ending = false;

  constructor(
    private readonly service: string,
    private readonly redisUrl: string,
    private readonly prefix: string,
    private readonly lookEveryMs = LOOK_EVERY_MS,
  ) {}

  /** Enters work; called while the modules are set up. */
  add(work: TimetabledWork): void {
    this.work.set(work.name, work);
  }

  /** Begins; called once the service answers. Of a Redis that is away it begins as soon as that is back. */
  start(): void {
    if (this.work.size === 0) return;
    const name = `timetable-${this.service}`;
    const options = { connection: this.connection(), prefix: `${this.prefix}bull` };
    const queue = new Queue(name, options);
    this.queue = queue;
    this.worker = new Worker(name, (job) => (this.running = this.run(job.name)), { ...options, concurrency: 1 });
    this.queue.on('error', (error) => this.complain(error));
    this.worker.on('error', (error) => this.complain(error));
    this.worker.on('ready', () => (this.complained = false));
    this.enterAll(queue);
    this.looking = setInterval(() => this.enterAll(queue, true), this.lookEveryMs).unref();
  }

  /** What would have a turn within so many seconds has one now. It is asked for, not waited for. */
  async comeRound(withinSeconds: number): Promise<void> {
    const soon = [...this.work.values()].filter(({ everySeconds }) => everySeconds <= withinSeconds);
    await this.queue?.addBulk(soon.map(({ name }) => ({ name, data: {}, opts: KEPT })));
  }

  /** One after the other: while Redis is away the first waits, and the next looks after it. */
  private enterAll(queue: Queue, onlyMissing = false): void {
    this.entered = this.entered
      .then(() => this.enter(queue, onlyMissing))
      .catch((error: unknown) => {
        if (!this.ending) this.logger.error({ err: error }, 'Timed work could not be entered: it is not done.');
      });
  }

  /** @param onlyMissing what stands in Redis is left alone: entering it anew would begin its time anew */
  private async enter(queue: Queue, onlyMissing: boolean): Promise<void> {
    for (const { name, everySeconds } of this.work.values()) {
      if (onlyMissing && (await queue.getJobScheduler(name))) continue;
      await queue.upsertJobScheduler(name, { every: everySeconds * 1_000 }, { name, opts: KEPT });
    }
  }

  /**
   * Waits for the work that is being done. BullMQ waits for Redis too, and without end for one that is away (bullmq issue 4656): such
   * a Redis is left without a word, and gives the work to another process when it is back.
   */
  async onApplicationShutdown(): Promise<void> {
    if (!this.queue || !this.worker) return;
    this.ending = true;
    clearInterval(this.looking);
    const away = !(await answers(this.queue));
    await this.worker.close(away);
    await this.running;
    await (away ? this.queue.getBackend().close(true) : this.queue.close());
    if (!away) await this.entered;
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

/** Whether Redis answers a question of the queue soon. */
async function answers(queue: Queue): Promise<boolean> {
  const asked = queue.isPaused().then(
    () => true,
    () => false,
  );
  return Promise.race([asked, pause(LAST_WORD_MS, false, { ref: false })]);
}
