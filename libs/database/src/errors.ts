import { QueryFailedError, QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError } from 'typeorm';

/** Nothing with that id exists in the caller's community. The HTTP layer answers 404 `not-found`. */
export class RowNotFoundError extends Error {
  readonly code = 'not-found';
  constructor(readonly entity: string) {
    super(`No ${entity} matches.`);
  }
}

/** The database cannot be reached or is shutting down: a passing fault. Carries what the driver said as its cause. */
export class DatabaseUnavailableError extends Error {
  readonly code = 'database-unavailable';
  constructor(cause: unknown) {
    super('The database does not answer.', { cause });
  }
}

// SQLSTATE classes: 08 connection exception, 53 insufficient resources, 57P0x operator intervention (shutdown, crash, starting up).
const passingStates = /^(08|53|57P0)/;
const passingSystemErrors = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EAI_AGAIN',
]);

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}

/** Whether an error of the driver will pass by itself once the database is back. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (error instanceof DatabaseUnavailableError) return true;
  // TypeORM lets go of a runner whose connection breaks; what its transaction asks next finds it gone.
  if (error instanceof QueryRunnerAlreadyReleasedError) return true;
  if (error instanceof QueryRunnerProviderAlreadyReleasedError) return true;
  const origin: unknown = error instanceof QueryFailedError ? error.driverError : error;
  if (origin instanceof AggregateError) return origin.errors.some(isDatabaseUnavailable);
  const code = codeOf(origin);
  if (passingStates.test(code) || passingSystemErrors.has(code)) return true;
  return (
    origin instanceof Error &&
    /Connection terminated|timeout exceeded when trying to connect|^timeout expired$|^Query read timeout$|Client has encountered a connection error/.test(
      origin.message,
    )
  );
}

const isViolation = (state: string, error: unknown, constraint?: string): boolean => {
  const origin: unknown = error instanceof QueryFailedError ? error.driverError : error;
  return (
    codeOf(origin) === state &&
    (constraint === undefined || (origin as { constraint?: string }).constraint === constraint)
  );
};

/** Whether an error is the violation of that unique index or constraint. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  return isViolation('23505', error, constraint);
}

/** Whether an error is the violation of that exclusion constraint: two rows overlap that must not. */
export function isExclusionViolation(error: unknown, constraint?: string): boolean {
  return isViolation('23P01', error, constraint);
}
