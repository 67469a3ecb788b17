/** The pool is being rebuilt: what was decided and not committed is void, and the same request can be sent again. */
export class PoolRecovering extends Error {
  readonly code = 'pool-recovering';
  constructor() {
    super('The pool is being rebuilt.');
  }
}

/** The decision may or may not have been committed: the same key tells. */
export class OutcomeUnknown extends Error {
  readonly code = 'outcome-unknown';
  constructor() {
    super('The decision was not committed in time.');
  }
}
