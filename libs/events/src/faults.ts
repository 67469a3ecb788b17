import { isDatabaseUnavailable } from '@huying/database';

/** A handler throws it for an event that will never succeed: it goes to the dead letters at once. */
export class PermanentError extends Error {
  /** Kept with the dead letter. */
  readonly code: string;
  constructor(message: string, options: ErrorOptions & { readonly code?: string } = {}) {
    super(message, options);
    this.code = options.code ?? 'permanent';
  }
}

const passingCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EAI_AGAIN',
  'NR_CLOSED',
]);

// PostgreSQL: serialization failure, deadlock, lock not available. The same work succeeds when it is done again.
const clashCodes = new Set(['40001', '40P01', '55P03']);

// What ioredis throws while its server is away; it gives no codes.
const passingNames = new Set(['MaxRetriesPerRequestError', 'ClusterAllFailedError']);
const passingMessages =
  /^Connection is closed\.?$|^Command timed out$|^Stream isn't writeable|^(LOADING|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|READONLY) /;

function property(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null ? (error as Record<string, unknown>)[name] : undefined;
}

/** Whether two transactions were in each other's way. */
export function isClash(error: unknown): boolean {
  const code = property(error, 'code') ?? property(property(error, 'driverError'), 'code');
  return typeof code === 'string' && clashCodes.has(code);
}

/**
 * Whether an error will pass by itself, because a store is away or two transactions met: then the partition waits and tries
 * again for as long as it takes. An error may say so itself with the property `passing: true` (or false).
 */
export function isPassing(error: unknown, depth = 0): boolean {
  const own = property(error, 'passing');
  if (typeof own === 'boolean') return own;
  if (error instanceof PermanentError) return false;
  if (isDatabaseUnavailable(error) || isClash(error)) return true;
  const code = property(error, 'code');
  if (typeof code === 'string' && passingCodes.has(code)) return true;
  if (error instanceof Error && (passingNames.has(error.name) || passingMessages.test(error.message))) return true;
  const cause = property(error, 'cause') ?? property(error, 'driverError');
  return cause !== undefined && depth < 5 && isPassing(cause, depth + 1);
}

const topicErrors = new Set([
  'UNKNOWN_TOPIC_OR_PARTITION',
  'INVALID_TOPIC_EXCEPTION',
  'LEADER_NOT_AVAILABLE',
  'NOT_LEADER_FOR_PARTITION',
  'REPLICA_NOT_AVAILABLE',
  'TOPIC_AUTHORIZATION_FAILED',
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_RECORD',
  'POLICY_VIOLATION',
]);

/** Whether Kafka is there but refuses a topic or what is sent to it. */
export function blamesTopic(error: unknown, depth = 0): boolean {
  const type = property(error, 'type');
  if (typeof type === 'string' && topicErrors.has(type)) return true;
  if (property(error, 'name') === 'KafkaJSMetadataNotLoaded') return true;
  const cause = property(error, 'cause');
  return cause !== undefined && cause !== error && depth < 5 && blamesTopic(cause, depth + 1);
}

/** What may be logged and kept of an error: name, code and the first line, from which values are taken out. */
export interface ErrorDescription {
  readonly error: string;
  readonly code: string;
  readonly message: string;
}

const MESSAGE_LENGTH = 200;

/** Texts in quotes and long numbers are values more often than words: without them no personal data is left. */
function withoutValues(line: string): string {
  return line
    .replace(/"[^"]*"?|`[^`]*`?|'[^']*'|“[^”]*”?|「[^」]*」?/g, '…')
    .replace(/\(([^()]*)\)=\([^()]*\)/g, '($1)=(…)')
    .replace(/[\p{Script=Han}]+/gu, '…')
    .replace(/\S*@\S+/g, '…')
    .replace(/[+\d][\d\s-]{4,}\d/g, '…');
}

/** Describes an error for a log line or a dead letter. `secrets` are texts of the payload, which are taken out as well. */
export function describe(error: unknown, secrets: readonly string[] = []): ErrorDescription {
  const name = error instanceof Error ? error.constructor.name || error.name : typeof error;
  const origin = property(error, 'code') ?? property(property(error, 'driverError'), 'code') ?? property(error, 'type');
  const code = typeof origin === 'string' || typeof origin === 'number' ? String(origin) : '';
  const text = error instanceof Error ? error.message : '';
  let line = text.split('\n', 1)[0] ?? '';
  for (const secret of secrets) if (secret.length > 1) line = line.replaceAll(secret, '…');
  return { error: name, code, message: withoutValues(line).slice(0, MESSAGE_LENGTH) };
}
