import { isPermission, isRole, permissionsOf, type Permission, type Role } from './permissions.js';

/** Who is calling, as the token says. */
export interface Caller {
  /** The token's subject. For a client app that acts for itself: the app. */
  readonly personId: string;
  /** The boundary of everything the caller sees. */
  readonly communityId: string;
  readonly roles: readonly Role[];
  /** The app through which the person calls. */
  readonly clientId: string;
  readonly permissions: ReadonlySet<Permission>;
}

/** One text for a caller through an app, for counting and remembering; no two callers share it. */
export function clientOf({ clientId, communityId, personId }: Caller): string {
  return JSON.stringify([clientId, communityId, personId]);
}

/** What of a token's payload matters here. */
export interface TokenClaims {
  readonly sub?: string;
  readonly community?: unknown;
  readonly roles?: unknown;
  readonly scope?: unknown;
  readonly client_id?: unknown;
  readonly azp?: unknown;
}

function words(value: unknown): string[] {
  if (Array.isArray(value)) return value.filter((word): word is string => typeof word === 'string');
  return typeof value === 'string' ? value.split(' ').filter((word) => word !== '') : [];
}

/**
 * A person may what their roles may; through a client app with scopes, only what the app may too. An app that acts for
 * itself, whose token does not speak of roles at all, may what its scopes say; a token with an empty list of roles is of
 * a person who may nothing. Scopes of others (`openid`, `profile`) count for nothing.
 * @returns undefined if the token names no subject or no community
 */
export function callerOf(claims: TokenClaims): Caller | undefined {
  if (!claims.sub || typeof claims.community !== 'string' || claims.community === '') return undefined;
  const roles = words(claims.roles).filter(isRole);
  const scopes = words(claims.scope).filter(isPermission);
  const byRole = roles.flatMap((role) => permissionsOf[role]);
  const throughApp = scopes.length === 0 ? byRole : byRole.filter((permission) => scopes.includes(permission));
  const granted = claims.roles === undefined ? scopes : throughApp;
  const clientId = [claims.client_id, claims.azp].find((id): id is string => typeof id === 'string');
  return {
    personId: claims.sub,
    communityId: claims.community,
    roles,
    clientId: clientId ?? 'unknown',
    permissions: new Set(granted),
  };
}
