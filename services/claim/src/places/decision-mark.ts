/** The header that says after which number of which epoch of the pool's log an answer was decided, and by which clock. */
export const DECISION = 'huying-decision';

/** The value of that header; `at` in ms since 1970. */
export const markOf = (epoch: number, sequence: number | string, at: number): string =>
  `${epoch}-${sequence}; at=${at}`;
