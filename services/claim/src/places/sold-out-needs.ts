import { Injectable, Logger } from '@nestjs/common';
import { Database } from '@huying/database';
import { Clock, type Problem } from '@huying/http';
import { ClaimRedis } from '../pools/claim-redis.js';
import type { PoolKeys } from '../pools/pool-keys.js';
import { unpackConfig, type NeedConfig } from '../rules/need-config.js';
import { DECISION, markOf } from './decision-mark.js';
import { claimProblems } from './refusals.js';
import { isSoldOut, type NeedLook } from './sold-out.js';

/** Needs that sold out lately and are still asked for; the one watched longest gives way. */
const WATCHED_AT_MOST = 1_000;
/** A need of so many claimants is not watched: each request asks for itself. */
const CLAIMANTS_AT_MOST = 20_000;

interface Watched {
  readonly keys: PoolKeys;
  /** The need when it began to be watched. */
  readonly seen: NeedLook;
  readonly config: NeedConfig;
  /** Everybody who has or had a claim: only for them it matters which key they send. Nobody ever leaves it. */
  readonly claimants: ReadonlySet<string>;
  /** The look that is about to be sent, for all who have asked by then. */
  next: Promise<Problem | undefined> | undefined;
}

/**
 * Refuses those who rush for a need that is sold out: one look at Redis answers for everybody who asked before it was
 * sent, so that a rush costs a look for each turn of the event loop, not a decision for each request. Nothing is
 * remembered of an earlier look but who has ever had a claim: nobody is refused for what was true before they asked, and
 * who could be repeating a key is left to the script, which knows the keys.
 */
@Injectable()
export class SoldOutNeeds {
  private readonly logger = new Logger('sold-out-needs');
  private readonly watched = new Map<string, Watched>();
  private readonly beginning = new Set<string>();

  constructor(
    private readonly database: Database,
    private readonly redis: ClaimRedis,
    private readonly clock: Clock,
  ) {}

  /**
   * The refusal for somebody who claims, or undefined: then the script decides. Not a promise at all where the need is not
   * watched.
   */
  refusal(keys: PoolKeys, needId: string, volunteer: string): Promise<Problem | undefined> | undefined {
    const watched = this.watched.get(needId);
    if (!watched || watched.claimants.has(volunteer)) return undefined;
    if (watched.keys !== keys) {
      this.watched.delete(needId); // the pool was rebuilt
      return undefined;
    }
    watched.next ??= new Promise((resolve) => {
      setImmediate(() => {
        watched.next = undefined;
        resolve(this.look(needId, watched));
      });
    });
    return watched.next;
  }

  /** Begins to watch a need of which a script has just said that it is full. */
  async watch(keys: PoolKeys, needId: string): Promise<void> {
    if (this.watched.has(needId) || this.beginning.has(needId)) return;
    this.beginning.add(needId);
    try {
      const [need] = await this.database.read.query<
        (Pick<NeedLook, 'publication' | 'revision'> & { config: string })[]
      >(`SELECT publication, revision, config FROM pool_needs WHERE id = $1 AND pool = $2`, [needId, keys.pool]);
      const seen = await this.redis.look(keys, needId);
      const same = need && seen?.publication === need.publication && seen.revision === need.revision;
      if (!same || seen.claimants > CLAIMANTS_AT_MOST) return;
      const claimants = new Set(await this.redis.guarded((client) => client.hkeys(keys.claims(needId))));
      const config = unpackConfig(JSON.parse(need.config) as (string | number)[]);
      const [oldest] = this.watched.keys();
      if (this.watched.size >= WATCHED_AT_MOST && oldest) this.watched.delete(oldest);
      this.watched.set(needId, { keys, seen, config, claimants, next: undefined });
    } catch (error) {
      this.logger.debug({ err: error }, 'A need could not be watched; each claim of it asks Redis.');
    } finally {
      this.beginning.delete(needId);
    }
  }

  private async look(needId: string, watched: Watched): Promise<Problem | undefined> {
    const { keys, seen, config } = watched;
    const at = this.clock.now().epochMilliseconds;
    // If Redis does not answer, the script will say so.
    const sequence = await this.redis.isStill(keys, needId, seen).catch(() => undefined);
    if (sequence === undefined || !isSoldOut(seen, config, at)) {
      if (this.watched.get(needId) === watched) this.watched.delete(needId);
      return undefined;
    }
    const problem = claimProblems.needFull();
    problem.headers[DECISION] = markOf(keys.epoch, sequence, at);
    return problem;
  }
}
