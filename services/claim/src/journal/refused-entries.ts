import { QueryFailedError } from 'typeorm';

// SQLSTATE classes: 21 cardinality violation, 22 data exception, 23 integrity constraint violation, 54 program limit exceeded.
const ofTheData = /^(21|22|23|54)/;

/**
 * Whether a batch could not be committed because of what its entries say: PostgreSQL refuses it, or it cannot be read. The same batch
 * would fail in the same way for ever, so that trying again is no remedy.
 */
export function isForWhatEntriesSay(error: unknown): boolean {
  if (!(error instanceof QueryFailedError)) return [TypeError, RangeError].some((kind) => error instanceof kind);
  const { code } = error.driverError as { code?: unknown };
  return typeof code === 'string' && ofTheData.test(code);
}
