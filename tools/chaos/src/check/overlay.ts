import type { Pool } from '@huying/claim';

/** A map over another one: what is written stays here, what is read is copied from below when it is first needed. */
class Overlay<Key, Value> extends Map<Key, Value> {
  constructor(
    private readonly base: ReadonlyMap<Key, Value>,
    private readonly copy: (value: Value) => Value = (value) => value,
  ) {
    super();
  }

  override get(key: Key): Value | undefined {
    if (super.has(key)) return super.get(key);
    const below = this.base.get(key);
    if (below === undefined) return undefined;
    const own = this.copy(below);
    super.set(key, own);
    return own;
  }

  override has(key: Key): boolean {
    return super.has(key) || this.base.has(key);
  }
}

/** The pool as it is now, for a decision to try itself on: the pool itself stays as it is. */
export function trialOf(pool: Pool): Pool {
  return {
    sequence: pool.sequence,
    volunteers: new Overlay(pool.volunteers),
    calendars: new Overlay(pool.calendars),
    needs: new Overlay(pool.needs, (need) => ({ ...need, claims: new Overlay(need.claims) })),
    series: new Overlay(pool.series, (counts) => new Map(counts)),
    passed: new Overlay(pool.passed),
  };
}
