/** What a log line tells of an error. */
export interface ErrorDescription {
  readonly type: string;
  readonly code?: string;
  readonly message?: string;
  /** Where it was thrown, without the message. */
  readonly stack?: string;
  readonly cause?: ErrorDescription;
  /** Of a refused statement: what it broke. */
  readonly constraint?: string;
  readonly table?: string;
  readonly column?: string;
}

interface AnyError {
  readonly code?: unknown;
  readonly driverError?: unknown;
  readonly constraint?: unknown;
  readonly table?: unknown;
  readonly column?: unknown;
}

const DEEPEST_CAUSE = 4;

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/**
 * An error for the logs. Messages of parsers and of PostgreSQL quote what they choke on, which may be a name or a
 * telephone number, and the driver's errors carry whole rows and parameters: of those only type, code, place and the
 * names of what was broken are told.
 */
export function describeError(error: unknown, depth = 0): ErrorDescription {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code, driverError, constraint, table, column } = error as AnyError;
  const origin = (driverError ?? {}) as AnyError;
  const told = {
    type: error.constructor.name,
    code: text(code) ?? text(origin.code),
    message: quotes(error) ? undefined : error.message,
    stack: error.stack
      ?.split('\n')
      .filter((line) => /^\s+at /.test(line))
      .join('\n'),
    cause: error.cause !== undefined && depth < DEEPEST_CAUSE ? describeError(error.cause, depth + 1) : undefined,
    constraint: text(constraint) ?? text(origin.constraint),
    table: text(table) ?? text(origin.table),
    column: text(column) ?? text(origin.column),
  };
  return Object.fromEntries(
    Object.entries(told).filter(([, value]) => value !== undefined),
  ) as unknown as ErrorDescription;
}

/** Whether the message may quote data: a parser's, PostgreSQL's. */
function quotes(error: Error): boolean {
  const isSqlState = /^[0-9A-Z]{5}$/.test(text((error as AnyError).code) ?? '');
  return error.name === 'SyntaxError' || 'driverError' in error || (isSqlState && 'severity' in error);
}
