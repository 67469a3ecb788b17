/** The pool was rebuilt without the decision: it is void, nothing was decided, and the same request can be sent again. */
export class PoolRecovering extends Error {
  readonly code = 'pool-recovering';
  constructor() {
    super('The pool was rebuilt without the decision.');
  }
}

/** The decision may or may not have been committed: the same key tells. */
export class OutcomeUnknown extends Error {
  readonly code = 'outcome-unknown';
  constructor() {
    super('The decision was not committed in time, or its epoch ended meanwhile.');
  }
}
