import type { Role } from '@huying/auth';
import { request } from 'undici';
import { DEVELOPMENT_CLIENT, DEVELOPMENT_GRANT } from './development-issuer/apps.js';
import { StandaloneError } from './errors.js';
import type { PlatformFile } from './platform-file.js';

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
 * @throws StandaloneError `token-refused` with what the issuer has against the wish; `platform-not-running` if nobody answers there
 */
export async function getToken(platformUrl: string, wish: TokenWish): Promise<string> {
  const { statusCode, body } = await request(`${platformUrl}/oidc/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ grant_type: DEVELOPMENT_GRANT, client_id: DEVELOPMENT_CLIENT, ...wish }).toString(),
  }).catch((cause: unknown) => {
    const message = 'The platform does not answer: look at where npm start runs.';
    throw new StandaloneError('platform-not-running', message, { cause });
  });
  const answer = (await body.json().catch(() => ({}))) as { access_token?: string; error_description?: string };
  if (answer.access_token) return answer.access_token;
  throw new StandaloneError(
    'token-refused',
    answer.error_description ?? `The issuer at ${platformUrl} answers ${statusCode} and gives no token.`,
  );
}

/**
 * A token for a command of this machine, of the platform that runs on it.
 * @throws StandaloneError `issuer-elsewhere` when that platform accepts the tokens of another issuer only; what `getToken` throws
 */
export function getTokenHere({ url, issuer }: PlatformFile, wish: TokenWish): Promise<string> {
  if (issuer === undefined) return getToken(url, wish);
  const message = `The platform accepts only tokens of ${issuer} (OIDC_ISSUER): get one there, with the role among \`roles\` and the \`community\` as claims.`;
  return Promise.reject(new StandaloneError('issuer-elsewhere', message));
}
