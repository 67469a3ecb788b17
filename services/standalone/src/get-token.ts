import type { Role } from '@huying/auth';
import { DEVELOPMENT_CLIENT, DEVELOPMENT_GRANT } from './development-issuer/apps.js';
import { StandaloneError } from './errors.js';

/** For whom the token is to be. */
export interface TokenWish {
  readonly role: Role;
  /** The person: for a volunteer, their id. */
  readonly subject: string;
  readonly community: string;
  /** Limits what may be done with it, as an app's scopes do; default: all that the role may. */
  readonly scope?: string;
}

/**
 * A token of the development issuer of the platform at this address.
 * @throws StandaloneError `token-refused` with what the issuer has against the wish; TypeError if nobody answers there
 */
export async function getToken(platformUrl: string, wish: TokenWish): Promise<string> {
  const response = await fetch(`${platformUrl}/oidc/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: DEVELOPMENT_GRANT, client_id: DEVELOPMENT_CLIENT, ...wish }),
  });
  const answer = (await response.json().catch(() => ({}))) as { access_token?: string; error_description?: string };
  if (answer.access_token) return answer.access_token;
  throw new StandaloneError(
    'token-refused',
    answer.error_description ?? `The issuer at ${platformUrl} answers ${response.status} and gives no token.`,
  );
}
