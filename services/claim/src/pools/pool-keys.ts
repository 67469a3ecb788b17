/**
 * The keys of one pool in Redis. All carry the pool as hash tag, so that a decision touches one shard. All but the log
 * carry the epoch: a rebuild starts with fresh keys, and a writer of an old epoch finds nothing of the new one.
 */
export class PoolKeys {
  constructor(
    private readonly prefix: string,
    readonly pool: string,
    readonly epoch: number,
    /** Which Redis this epoch was loaded into; empty: not told. */
    readonly runId = '',
  ) {}

  /** Everything of the pool, of all epochs. */
  static allOf(prefix: string, pool: string): string {
    return `${prefix}claim:{${pool}}:*`;
  }

  /** The epoch that a key is of; Infinity for one of none, as the log. */
  static epochOf(key: string): number {
    return Number(/\}:e(\d+):/.exec(key)?.[1] ?? Infinity);
  }

  get log(): string {
    return `${this.prefix}claim:{${this.pool}}:log`;
  }

  /** What all keys of this epoch begin with. */
  get root(): string {
    return `${this.prefix}claim:{${this.pool}}:e${this.epoch}:`;
  }

  /** Number of the last entry of the log. That it is there says that the pool is loaded. */
  get sequence(): string {
    return `${this.root}sequence`;
  }

  /** Volunteers with their calendars. */
  get volunteers(): string {
    return `${this.root}volunteers`;
  }

  /** All that a decision about one need reads and writes, in the order of the scripts' KEYS. */
  ofDecision(needId: string): string[] {
    return [
      this.sequence,
      this.log,
      this.volunteers,
      this.need(needId),
      this.claims(needId),
      this.line(needId),
      this.freed(needId),
      this.series,
      this.last(needId),
    ];
  }

  need(needId: string): string {
    return `${this.root}need:${needId}`;
  }

  claims(needId: string): string {
    return `${this.root}need:${needId}:claims`;
  }

  line(needId: string): string {
    return `${this.root}need:${needId}:line`;
  }

  /** How many places of a series a volunteer holds, by `<series>:<volunteer>`. */
  get series(): string {
    return `${this.root}series`;
  }

  /** Number of the last entry of the log that is about a need; missing: none since the pool was loaded. */
  last(needId: string): string {
    return `${this.root}need:${needId}:last`;
  }

  freed(needId: string): string {
    return `${this.root}need:${needId}:freed`;
  }
}
