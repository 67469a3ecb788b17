import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Servers } from '@huying/infrastructure';
import { COMMUNITY, type Api } from '@huying/standalone';
import {
  Onlooker,
  ownPrefixes,
  scene,
  staffOf,
  startPlatformProcess,
  Stores,
  type DemoPlatform,
} from '@huying/tool-demo';
import { Redis } from 'ioredis';
import { startDrillServers } from '../parts/servers.js';
import type { Rehearsal } from '../parts/rehearse.js';

/** Servers and the platform on them, as an administrator has them. */
export class Installation {
  platform!: DemoPlatform;
  stores!: Stores;
  onlooker!: Onlooker;
  staff!: Api;

  private constructor(
    readonly servers: Servers,
    /** Secrets and attachments: not on the servers. */
    private readonly own: string,
  ) {}

  static async onNewServers({ dir, endings }: Rehearsal, name: string): Promise<Installation> {
    const servers = await scene({
      title: 'Starting Kafka, PostgreSQL and Redis',
      play: (say) => startDrillServers(join(dir, name), say),
      outcome: ({ chosen }) => `Kafka, PostgreSQL and Redis answer, all empty (${chosen.postgres.sentence})`,
    });
    endings.push(() => servers.stop());
    return new Installation(servers, join(dir, 'platform'));
  }

  async startPlatform(): Promise<void> {
    await scene({
      title: 'Starting the platform 呼应',
      play: async () => {
        this.platform = await startPlatformProcess({
          environment: { ...this.servers.environment, ...ownPrefixes },
          dataDir: this.own,
        });
        this.staff = staffOf(this.platform);
        this.stores = new Stores(this.servers.environment, COMMUNITY.id);
        this.onlooker = await Onlooker.start(this.servers.environment.KAFKA_BROKERS);
      },
      outcome: () => `The platform 呼应 answers (${this.platform.url})`,
    });
  }

  async stopPlatform(): Promise<void> {
    await this.onlooker.stop();
    await this.stores.close();
    await this.platform.stop();
  }

  /** What the administrator's commands are told. The keys come from where they are kept, which is not on the servers. */
  async environment(): Promise<Record<string, string>> {
    const secrets = JSON.parse(await readFile(join(this.own, 'secrets.json'), 'utf8')) as Record<string, string>;
    return {
      ...secrets,
      ...this.servers.environment,
      ...ownPrefixes,
      ATTACHMENTS_DIRECTORY: join(this.own, 'attachments'),
    };
  }

  /** How many keys Redis has, whosever they are. */
  async keysInRedis(): Promise<number> {
    const redis = new Redis(this.servers.environment.REDIS_URL);
    try {
      return await redis.dbsize();
    } finally {
      redis.disconnect();
    }
  }

  /** Kills every server, and all that they hold and the attachments are gone. */
  async destroy(): Promise<void> {
    for (const server of ['kafka', 'postgres', 'redis'] as const) await this.servers.kill(server);
    await this.servers.stop();
    await rm(join(this.own, 'attachments'), { recursive: true });
  }
}
