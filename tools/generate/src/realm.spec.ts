import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { callerOf, permissions, permissionsOf, roles } from '@huying/auth';
import { describe, expect, it } from '@jest/globals';
import { realm } from './realm.js';

const path = fileURLToPath(new URL('../../../deploy/identity/huying-realm.json', import.meta.url));
const text = readFileSync(path, 'utf8');

interface Realm {
  readonly users?: unknown;
  readonly roles: { readonly realm: readonly { readonly name: string }[] };
  readonly clientScopes: readonly {
    readonly name: string;
    readonly attributes: Readonly<Record<string, string>>;
    readonly protocolMappers?: readonly { readonly name: string; readonly config: Readonly<Record<string, string>> }[];
  }[];
  readonly scopeMappings: readonly { readonly clientScope: string; readonly roles: readonly string[] }[];
  readonly clients: readonly {
    readonly clientId: string;
    readonly secret?: string;
    readonly defaultClientScopes: readonly string[];
    readonly optionalClientScopes: readonly string[];
    readonly directAccessGrantsEnabled: boolean;
  }[];
  readonly components: Readonly<
    Record<string, readonly { readonly config: Readonly<Record<string, readonly string[]>> }[]>
  >;
}
const read = JSON.parse(text) as Realm;

describe('the realm of Keycloak', () => {
  it('is as it was generated', () => expect(text === realm()).toBe(true));

  it('has every role and no other', () => {
    expect(read.roles.realm.map(({ name }) => name)).toEqual([...roles, 'default-roles-huying']);
  });

  it.each(roles)('gives %s exactly the scopes that it may use', (role) => {
    const given = read.scopeMappings.filter((one) => one.roles.includes(role)).map((one) => one.clientScope);
    expect(given.sort()).toEqual([...permissionsOf[role]].sort());
  });

  it('gives no scope to somebody without a role: one that is mapped to nobody would be given to all', () => {
    const mapped = read.scopeMappings.filter((one) => one.roles.length > 0).map((one) => one.clientScope);
    expect(mapped.sort()).toEqual([...permissions].sort());
    const scopes = read.clientScopes.filter(({ attributes }) => attributes['include.in.token.scope'] === 'true');
    expect(scopes.map(({ name }) => name).sort()).toEqual([...permissions].sort());
  });

  it('puts into tokens what makes a caller, as the platform reads it', () => {
    const [claims] = read.clientScopes.filter(({ name }) => name === 'huying');
    const named = (claims?.protocolMappers ?? []).map(({ name, config }) => config['claim.name'] ?? name);
    expect(named.sort()).toEqual(['audience', 'community', 'roles', 'subject']);
    const [app] = read.clients.filter(({ clientId }) => clientId === 'huying-app');
    expect(app?.defaultClientScopes).toContain('huying');
    const token = { sub: '6f1c', community: 'xishan', roles: ['resident', 'default-roles-huying'], azp: 'huying-app' };
    expect(callerOf(token)).toMatchObject({ roles: ['resident'], permissions: new Set(permissionsOf.resident) });
  });

  it('lets nobody choose their own community', () => {
    const [provider] = read.components['org.keycloak.userprofile.UserProfileProvider'] ?? [];
    const { attributes } = JSON.parse(provider?.config['kc.user.profile.config']?.[0] ?? '{}') as {
      attributes: { name: string; permissions: { edit: string[] } }[];
    };
    expect(attributes.find(({ name }) => name === 'community')?.permissions.edit).toEqual(['admin']);
  });

  it('gives scopes of the platform to the app only', () => {
    const others = read.clients.filter(({ clientId }) => clientId !== 'huying-app');
    expect(others.flatMap((client) => [...client.defaultClientScopes, ...client.optionalClientScopes])).toEqual([]);
  });

  it('brings no user, no password and no secret', () => {
    expect(read.users).toBeUndefined();
    for (const client of read.clients) {
      expect(client.secret).toBeUndefined();
      expect(client.directAccessGrantsEnabled).toBe(false);
    }
  });
});
