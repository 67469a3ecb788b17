import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role } from '@huying/auth';
import { StoryClock } from '@huying/http';
import { Api, FrontDoor, startPlatform, type Platform } from '../src/index.js';

/** A request as a test sends it: without `token`, nobody has identified themself. */
export interface TestRequest {
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** The whole platform in this process, on the servers of the test run, with databases, topics and keys of its own. */
export class PlatformUnderTest {
  private constructor(
    readonly platform: Platform,
    readonly clock: StoryClock,
    readonly metricsUrl: string,
    /** What its databases, topics and keys begin with. */
    readonly mark: string,
    private readonly dataDir: string,
  ) {}

  static async start(more: Readonly<Record<string, string>> = {}): Promise<PlatformUnderTest> {
    const mark = `e${randomBytes(4).toString('hex')}`;
    const dataDir = mkdtempSync(join(tmpdir(), 'huying-platform-'));
    const host = '127.0.0.1';
    const door = await FrontDoor.open({ host, port: 0, variable: 'PORT' });
    const metricsDoor = await FrontDoor.open({ host, port: 0, variable: 'METRICS_PORT' });
    const clock = new StoryClock();
    const environment = {
      ...process.env,
      NODE_ENV: 'test',
      TOPIC_PREFIX: `${mark}.`,
      DATABASE_PREFIX: `${mark}_`,
      REDIS_PREFIX: `${mark}:`,
      LOG_LEVEL: 'error',
      RATE_LIMIT_PER_MINUTE: '1000000',
      STRICT_PROBLEMS: 'true',
      ...more,
    };
    const platform = await startPlatform({ environment, dataDir, door, metricsDoor, clock });
    return new PlatformUnderTest(platform, clock, metricsDoor.url, mark, dataDir);
  }

  get url(): string {
    return this.platform.url;
  }

  /** The API as somebody uses it. */
  as(role: Role, subject: string, community = 'xishan'): Api {
    return new Api(this.url, { role, subject, community });
  }

  /** One request, whatever is answered. */
  async send(method: string, path: string, { token, headers, body }: TestRequest = {}) {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        'accept-language': 'en',
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = /json/.test(response.headers.get('content-type') ?? '') && !text.includes('\n{');
    const parsed = json && text ? (JSON.parse(text) as Record<string, unknown>) : {};
    return { status: response.status, body: parsed, text, headers: response.headers };
  }

  async stop(): Promise<void> {
    await this.platform.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
