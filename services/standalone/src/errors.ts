/** Stable names of what keeps the platform or its commands from working; people read the sentence. */
export type StandaloneErrorCode =
  | 'port-taken'
  | 'issuer-in-production'
  | 'platform-not-running'
  | 'token-refused'
  | 'issuer-elsewhere'
  | 'secrets-unreadable'
  | 'seed-refused'
  | 'data-elsewhere'
  | 'backup-failed'
  | 'backup-unfit'
  | 'restore-refused'
  | 'restore-failed';

/** What keeps the platform or one of its commands from working, in one sentence that says what to do. */
export class StandaloneError extends Error {
  override readonly name = 'StandaloneError';

  constructor(
    readonly code: StandaloneErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
