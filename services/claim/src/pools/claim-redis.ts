import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Redis } from 'ioredis';
import { readLook, type NeedLook } from '../places/sold-out.js';
import type { FreePlaces, ReadNeed } from '../reconcile/reconcile-pool.js';
import { every } from './every.js';
import type { PoolKeys } from './pool-keys.js';
import { buildLibrary, readScripts, type ScriptFunction } from './script-library.js';

/** What a script answers: the outcome first; numbers and texts after it. */
export type ScriptReply = readonly (number | string)[];

export type ScriptName =
  | 'answer-offer'
  | 'ask-again'
  | 'choose-applicant'
  | 'claim-place'
  | 'claim-together'
  | 'close-need'
  | 'move-line'
  | 'offer-place'
  | 'put-volunteers'
  | 'rank-line'
  | 'release-place'
  | 'set-need'
  | 'set-places'
  | 'set-priority';

/** Scripts that decide nothing. */
type OtherScript = 'load-records' | 'load-need' | 'read-need' | 'look-at-need' | 'open-pool';

/** Redis does not answer, or takes nothing for now: a passing fault. */
export class RedisUnavailableError extends Error {
  readonly code = 'redis-unavailable';
  /** Consumers wait for it to pass. */
  readonly passing = true;
  constructor(cause: unknown) {
    super('Redis does not answer.', { cause });
  }
}

/**
 * The answer came from another Redis than the epoch was loaded into: one that was restarted, or a replica that took over. It
 * may have forgotten what is committed, so nothing it says counts until the pool was rebuilt.
 */
export class RedisReplacedError extends Error {
  readonly code = 'redis-replaced';
  /** Consumers wait for it to pass. */
  readonly passing = true;
  constructor() {
    super('Another Redis answers than the one that the pool was loaded into.');
  }
}

/**
 * What a Redis that is there answers when it must not or cannot write: full, unable to save, without its replicas, busy with a script. Not
 * MOVED: that somebody else has the keys does not pass, it is a wrong address.
 */
const refusing = /^(OOM|MISCONF|NOREPLICAS|CLUSTERDOWN|BUSY) /;

const passing =
  /Connection is closed|max retries|ECONNREFUSED|ECONNRESET|ETIMEDOUT|Command timed out|Stream isn't writeable|LOADING|READONLY|MASTERDOWN|EPIPE/;

const COMPLAIN_EVERY_MS = 60_000;

/** The connection to Redis, with the scripts as commands. Fails quickly when Redis is away: somebody is waiting for the answer. */
export class ClaimRedis implements OnApplicationShutdown {
  private readonly logger = new Logger('claim-redis');
  readonly client: Redis;
  private complained = false;
  private readonly isTimeToSay = every(COMPLAIN_EVERY_MS);
  private library = buildLibrary(readScripts());
  private loading: Promise<void> | undefined;
  /** Who answers on each connection, as long as it lasts. */
  private readonly runIds = new WeakMap<Redis, string>();

  constructor(private readonly url: string) {
    this.client = this.connect();
    this.client.on('ready', () => (this.complained = false));
  }

  /** Runs a script. @throws RedisUnavailableError */
  run(script: ScriptName, keys: readonly string[], args: readonly (string | number)[]): Promise<ScriptReply> {
    return this.call(script, [...keys, ...args]) as Promise<ScriptReply>;
  }

  /**
   * To be called after an answer: a connection that was made anew since then is asked who it is.
   * @throws RedisReplacedError if this is not the Redis that the keys' epoch was loaded into
   */
  async ensureSame({ runId }: PoolKeys, client = this.client): Promise<void> {
    if (runId !== '' && runId !== (this.runIds.get(client) ?? (await this.runId(client))))
      throw new RedisReplacedError();
  }

  /** Looks at a need, see look-at-need-4.lua. @returns undefined if the pool or the need is not there */
  async look(keys: PoolKeys, needId: string): Promise<NeedLook | undefined> {
    const names = [keys.sequence, keys.need(needId), keys.claims(needId), keys.last(needId)];
    const reply = await this.call('look-at-need', names);
    await this.ensureSame(keys);
    return readLook(reply as (string | number | null)[]);
  }

  /**
   * Whether a need is still as a look found it: one plain command, however often it is asked.
   * @returns the number of the last entry of the pool's log at that moment; undefined if the need has changed or is gone
   */
  async isStill(keys: PoolKeys, needId: string, { last }: NeedLook): Promise<number | undefined> {
    const [sequence, latest] = await this.guarded((client) => client.mget(keys.sequence, keys.last(needId)));
    await this.ensureSame(keys);
    return typeof sequence === 'string' && (latest ?? '') === last ? Number(sequence) : undefined;
  }

  /** Loads a portion that PostgreSQL has packed, see load-records-1.lua. @returns how many records it holds */
  load(key: string, kind: 'hash' | 'line', portion: Buffer): Promise<number> {
    return this.call('load-records', [key, kind, portion]) as Promise<number>;
  }

  /** Loads a need, see load-need-1.lua. */
  async loadNeed(key: string, config: string, fields: readonly (string | number)[]): Promise<void> {
    await this.call('load-need', [key, config, ...fields]);
  }

  /** A need as decisions see it, at one moment, see read-need-9.lua. @throws RedisUnavailableError, RedisReplacedError */
  async readNeed(keys: PoolKeys, needId: string): Promise<ReadNeed> {
    const found = await this.call('read-need', keys.ofDecision(needId));
    await this.ensureSame(keys);
    return found as ReadNeed;
  }

  /** Which places of a need the next decision gives, at one moment. @throws RedisUnavailableError, RedisReplacedError */
  async readPlaces(keys: PoolKeys, needId: string): Promise<FreePlaces> {
    const [last, top, freed] = await this.guarded(async (client) => {
      const read = client
        .multi()
        .get(keys.last(needId))
        .hget(keys.need(needId), 'top')
        .zrange(keys.freed(needId), '0', '-1');
      return ((await read.exec()) ?? []).map(([error, value]) => {
        if (error) throw error;
        return value;
      });
    });
    await this.ensureSame(keys);
    return { last: Number(last ?? 0), top: Number(top ?? 0), freed: ((freed ?? []) as string[]).map(Number) };
  }

  /** Opens a pool that was loaded, see open-pool-2.lua. @returns false if Redis has forgotten it since its log was begun */
  async open({ sequence: key, log, epoch }: PoolKeys, sequence: number): Promise<boolean> {
    return (await this.call('open-pool', [key, log, epoch, sequence])) === 1;
  }

  /** How a script is called, for whoever pipelines calls of it; they are there once `loadScripts` has resolved. */
  functionOf(script: ScriptName | OtherScript): ScriptFunction {
    return this.library.functionOf(script);
  }

  /** Brings the scripts to Redis. */
  async loadScripts(): Promise<void> {
    await this.guarded((client) => client.call('FUNCTION', 'LOAD', 'REPLACE', this.library.source));
  }

  /** Decides by other scripts from now on: a test's own. */
  useScripts(files: ReadonlyMap<string, string>): void {
    this.library = buildLibrary(files);
  }

  private async call(script: ScriptName | OtherScript, parts: readonly (string | number | Buffer)[]): Promise<unknown> {
    const { name, keys } = this.functionOf(script);
    const run = () => this.guarded((client) => client.fcall(name, keys, ...parts));
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof Error && error.message.includes('Function not found'))) throw error;
      // A Redis that has not seen this release, or has lost what it had; those who find out together load once.
      this.loading ??= this.loadScripts().finally(() => (this.loading = undefined));
      await this.loading;
      return run();
    }
  }

  /** Does something with the connection. @throws RedisUnavailableError */
  async guarded<Result>(work: (client: Redis) => Promise<Result>): Promise<Result> {
    try {
      return await work(this.client);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      const refuses = refusing.test(error.message);
      if (refuses && this.isTimeToSay())
        this.logger.error({ err: error }, 'Redis takes nothing; claims wait until it does.');
      if (refuses || passing.test(error.message)) throw new RedisUnavailableError(error);
      throw error;
    }
  }

  /** A connection of one's own, for reads that block. */
  connect(): Redis {
    const client = new Redis(this.url, {
      maxRetriesPerRequest: 0,
      enableOfflineQueue: true,
      connectTimeout: 2_000,
      commandTimeout: 5_000,
      retryStrategy: (times) => Math.min(times * 50, 500),
    });
    client.on('error', (error) => this.complain(error));
    client.on('close', () => this.runIds.delete(client));
    return client;
  }

  /** Which Redis this is: another one after every restart. */
  async runId(client = this.client): Promise<string> {
    const info = await this.guarded(() => client.info('server'));
    const runId = /^run_id:(\w+)/m.exec(info)?.[1] ?? '';
    this.runIds.set(client, runId);
    return runId;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.client.quit().catch(() => this.client.disconnect());
  }

  /** Once for an outage, not for every attempt to reconnect. */
  private complain(error: Error): void {
    if (this.complained) return;
    this.complained = true;
    this.logger.warn({ err: error }, 'Redis does not answer; claims wait until it is back.');
  }
}
