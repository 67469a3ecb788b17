import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startServers, type Servers } from '@huying/infrastructure';
import { Redis } from 'ioredis';
import { Door } from './door.js';

interface Member {
  readonly servers: Servers<'redis'>;
  readonly dir: string;
  readonly port: number;
  readonly client: Redis;
}

/** Where a replica finds its primary: a way that can be cut, so that it lags. */
interface Following {
  readonly way: Door;
}

/**
 * Two real Redis servers behind one address: a primary and a replica of it. What can go wrong with them is done here: a
 * restart from an old file, a flush, a failover to a replica that lags.
 */
export class RedisPair {
  private following: Following | undefined;

  private constructor(
    private primary: Member,
    private replica: Member,
    readonly door: Door,
    private readonly saved: string,
  ) {}

  static async start(dataDir: string): Promise<RedisPair> {
    const [primary, replica] = await Promise.all([
      startMember(join(dataDir, 'redis-a')),
      startMember(join(dataDir, 'redis-b')),
    ]);
    const pair = new RedisPair(primary, replica, await Door.to(primary.port), join(dataDir, 'redis-saved'));
    await pair.follow();
    return pair;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.door.port}`;
  }

  /** A client of the server that is the primary now, past the door. */
  get client(): Redis {
    return this.primary.client;
  }

  /** Puts the primary's file as it is now aside. */
  async save(): Promise<void> {
    const { client, dir } = this.primary;
    await client.bgrewriteaof();
    do await pause(20);
    while (/aof_rewrite_in_progress:1|aof_rewrite_scheduled:1/.test(await client.info('persistence')));
    await rm(this.saved, { recursive: true, force: true });
    await cp(join(dir, 'appendonlydir'), this.saved, { recursive: true });
  }

  /** Kills the primary and starts it again from its own file. */
  async restart(): Promise<void> {
    await this.primary.servers.kill('redis');
    await this.primary.servers.start('redis');
  }

  /** Kills the primary and starts it again from the file that was put aside. */
  async restartFromOldFile(): Promise<void> {
    const { servers, dir } = this.primary;
    await servers.kill('redis');
    const own = join(dir, 'appendonlydir');
    await rm(own, { recursive: true, force: true });
    await mkdir(own, { recursive: true });
    await cp(this.saved, own, { recursive: true });
    await servers.start('redis');
  }

  async flush(): Promise<void> {
    await this.primary.client.flushall();
  }

  /** The replica hears nothing more from the primary. */
  loseReplication(): void {
    this.following?.way.cut();
  }

  /**
   * Makes the replica the primary, with what it has. The old primary lives on for whoever is still connected to it.
   * @param share of the connections that notice at once
   */
  async failOver(share: number): Promise<void> {
    await this.replica.client.replicaof('NO', 'ONE');
    this.door.lead(this.replica.port, share);
    [this.primary, this.replica] = [this.replica, this.primary];
  }

  /** Ends the old primary's second life: everybody goes to the new one, and the old one becomes its replica. */
  async heal(): Promise<void> {
    this.door.lead(this.primary.port);
    await this.follow();
  }

  async stop(): Promise<void> {
    this.door.close();
    this.following?.way.close();
    for (const { client, servers } of [this.primary, this.replica]) {
      client.disconnect();
      await servers.stop();
    }
  }

  private async follow(): Promise<void> {
    this.following?.way.close();
    const way = await Door.to(this.primary.port);
    this.following = { way };
    await this.replica.client.replicaof('127.0.0.1', way.port);
    const deadline = Date.now() + 20_000;
    while (!/master_link_status:up/.test(await this.replica.client.info('replication'))) {
      if (Date.now() > deadline) throw new Error('The replica did not come up within 20 s.');
      await pause(50);
    }
  }
}

async function startMember(dataDir: string): Promise<Member> {
  await mkdir(dataDir, { recursive: true });
  const environment = { ...process.env, REDIS_URL: undefined, HUYING_SERVERS: 'native' };
  const servers = await startServers({ dataDir, servers: ['redis'], temporary: true, environment });
  const port = Number(new URL(servers.environment.REDIS_URL).port);
  const client = new Redis(servers.environment.REDIS_URL, { maxRetriesPerRequest: null, retryStrategy: () => 100 });
  client.on('error', () => undefined);
  return { servers, dir: join(dataDir, 'redis'), port, client };
}
