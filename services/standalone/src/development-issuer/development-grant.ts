import { isPermission, isRole, roles } from '@huying/auth';
import type Provider from 'oidc-provider';
import type { Context, errors as oidcErrors, ResourceServerInfo } from 'oidc-provider';
import { DEVELOPMENT_GRANT } from './apps.js';

type Parameters = Context['oidc']['params'];

/** What of a token for a person comes from the wish. */
export function personOf({ role, community }: Parameters): { roles: string[]; community: string } {
  return { roles: (role ?? '').split(' '), community: community ?? '' };
}

/** What is wrong with the wish, in a sentence; undefined if nothing is. */
export function faultOf({ role, subject, community, scope }: Parameters): string | undefined {
  const wishes = (role ?? '').split(' ');
  const unknown = wishes.find((one) => !isRole(one));
  if (unknown !== undefined) return `There is no role "${unknown}": choose among ${roles.join(', ')}.`;
  if (!/^[\w:-]{1,100}$/.test(subject ?? '')) return 'The subject must be 1 to 100 letters, digits, "_", ":" and "-".';
  if (!/^[\w-]{1,60}$/.test(community ?? '')) return 'The community must be 1 to 60 letters, digits, "_" and "-".';
  const strange = (scope ?? '').split(' ').find((one) => one !== '' && !isPermission(one));
  return strange === undefined ? undefined : `There is no scope "${strange}".`;
}

/** `urn:huying:development`: role, subject and community as wished become a token, and nobody is asked for anything. */
export function registerDevelopmentGrant(
  provider: Provider,
  { api, identifier, errors }: { api: ResourceServerInfo; identifier: string; errors: typeof oidcErrors },
): void {
  const handle = async (context: Context): Promise<void> => {
    const { params, client } = context.oidc;
    const fault = faultOf(params);
    if (fault) throw new errors.InvalidRequest(fault);
    const token = new provider.AccessToken({ client, accountId: params['subject'] ?? '', scope: params['scope'] });
    token.resourceServer = new provider.ResourceServer(identifier, api);
    const value = await token.save();
    context.body = {
      access_token: value,
      expires_in: token.expiration,
      token_type: token.tokenType,
      scope: token.scope,
    };
  };
  provider.registerGrantType(DEVELOPMENT_GRANT, handle, ['role', 'subject', 'community', 'scope']);
}
