import type { Permission } from './permissions.js';

/** Why a token was not accepted. */
export type TokenFault =
  'token-missing' | 'token-expired' | 'token-invalid' | 'token-audience' | 'token-without-community';

/** The caller did not show who they are: 401. */
export class UnauthenticatedError extends Error {
  constructor(
    readonly code: TokenFault,
    options?: ErrorOptions,
  ) {
    super(`The token was not accepted: ${code}.`, options);
  }
}

/** The caller is known and may not do this: 403. */
export class ForbiddenError extends Error {
  constructor(
    readonly code: 'permission-missing' | 'not-yours',
    /** The one that is missing; none where the route lets nobody in. */
    readonly permission?: Permission,
  ) {
    super(`The caller may not do this: ${code}.`);
  }
}

/** The issuer's keys cannot be fetched, so that no token can be checked: 503, never let in. */
export class IssuerUnavailableError extends Error {
  readonly code = 'issuer-unavailable';
  constructor(cause: unknown) {
    super("The token issuer's keys cannot be fetched.", { cause });
  }
}
