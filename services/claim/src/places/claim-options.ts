/** How many places in services still to come one volunteer may hold at a time. */
export const OPEN_CLAIMS_LIMIT = 10;
