/** Ten thousand million fen, a hundred million yuan: what works or an option may cost at most. */
export const MOST_FEN = 10_000_000_000;
