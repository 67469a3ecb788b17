import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { callerOf, type TokenClaims } from './caller.js';
import { permissions, permissionsOf, roles } from './permissions.js';

const claims = (fields: object = {}): TokenClaims => ({
  sub: 'p-1',
  community: 'xishan',
  client_id: 'app-1',
  ...fields,
});
const granted = (fields: object): string[] => [...(callerOf(claims(fields))?.permissions ?? [])].sort();

describe('the caller that a token speaks of', () => {
  it('may what the role may', () => {
    expect(granted({ roles: ['resident'] })).toEqual([...permissionsOf.resident].sort());
  });

  it('may what any of several roles may', () => {
    const both = granted({ roles: ['resident', 'volunteer'] });
    expect(both).toEqual(expect.arrayContaining(['calls:create', 'claims:create']));
  });

  it('may through an app with scopes only what the app may too', () => {
    expect(granted({ roles: ['resident'], scope: 'calls:create needs:publish' })).toEqual(['calls:create']);
  });

  it('is not limited by scopes that are none of ours', () => {
    expect(granted({ roles: ['resident'], scope: 'openid profile' })).toEqual([...permissionsOf.resident].sort());
  });

  it('may, as an app that acts for itself, what its scopes say', () => {
    expect(granted({ scope: 'catalogue:read calls:create openid' })).toEqual(['calls:create', 'catalogue:read']);
  });

  it.each([[[]], [''], [['mayor']], ['mayor'], [null], [7]])(
    'may nothing as a person of the roles %j, whatever the scopes of the app: a role taken away leaves nothing',
    (own) => {
      expect(granted({ roles: own, scope: 'needs:publish catalogue:change' })).toEqual([]);
    },
  );

  it('may nothing as a role that is none of ours beside what the others may', () => {
    expect(granted({ roles: ['resident', 'mayor', 7] })).toEqual([...permissionsOf.resident].sort());
    expect(callerOf(claims({ roles: ['resident', 'mayor', 7] }))?.roles).toEqual(['resident']);
  });

  it.each([
    ['roles and scopes as texts', { roles: 'resident volunteer', scope: 'calls:create' }],
    ['roles and scopes as lists', { roles: ['resident', 'volunteer'], scope: ['calls:create'] }],
  ])('reads %s', (_, fields) => {
    expect(callerOf(claims(fields))?.roles).toEqual(['resident', 'volunteer']);
    expect(granted(fields)).toEqual(['calls:create']);
  });

  it.each([
    ['client_id', { client_id: 'app-1', azp: 'app-2' }, 'app-1'],
    ['azp', { client_id: undefined, azp: 'app-2' }, 'app-2'],
    ['nothing', { client_id: undefined }, 'unknown'],
    ['what is no text', { client_id: 7 }, 'unknown'],
  ])('calls through the app that %s names', (_, fields, client) => {
    expect(callerOf(claims(fields))?.clientId).toBe(client);
  });

  it.each([
    ['no subject', { sub: undefined }],
    ['an empty subject', { sub: '' }],
    ['no community', { community: undefined }],
    ['an empty community', { community: '' }],
    ['a list of communities', { community: ['xishan', 'dongshan'] }],
  ])('is nobody with %s', (_, fields) => {
    expect(callerOf(claims({ roles: ['staff'], ...fields }))).toBeUndefined();
  });

  it('never may more than the roles say, nor than the app may', () => {
    const someRoles = fc.subarray([...roles, 'mayor']);
    const someScopes = fc.subarray([...permissions, 'openid']);
    fc.assert(
      fc.property(someRoles, someScopes, (own, scopes) => {
        const may = granted({ roles: own, scope: scopes.join(' ') });
        const byRoles = new Set(roles.filter((role) => own.includes(role)).flatMap((role) => permissionsOf[role]));
        const limited = scopes.some((scope) => scope !== 'openid');
        for (const permission of may) {
          expect(byRoles.has(permission as never)).toBe(true);
          expect(!limited || scopes.includes(permission as never)).toBe(true);
        }
      }),
    );
  });
});

describe('the table of permissions', () => {
  it('lets nobody but the volunteer claim a place: nobody is assigned one without consent', () => {
    expect(roles.filter((role) => permissionsOf[role].includes('claims:create'))).toEqual(['volunteer']);
  });

  it.each(['claims:answer', 'claims:hand-over', 'claims:create-party'] as const)(
    'keeps %s for the volunteer whose word it takes',
    (permission) => {
      expect(roles.filter((role) => permissionsOf[role].includes(permission))).toEqual(['volunteer']);
    },
  );

  it('lets residents and volunteers tell whom they saw, and organisations come as a team', () => {
    const who = (permission: (typeof permissions)[number]) =>
      roles.filter((role) => permissionsOf[role].includes(permission));
    expect(who('sightings:report')).toEqual(['resident', 'volunteer', 'staff']);
    expect(who('sightings:read')).toEqual(['volunteer', 'staff']);
    expect(who('claims:create-team')).toEqual(['staff', 'organisation']);
    expect(who('claims:name')).toEqual(['staff', 'organisation']);
    expect(who('claims:release')).toEqual(['resident', 'volunteer', 'staff', 'organisation']);
  });

  it.each(['needs:publish', 'needs:read-private', 'catalogue:change', 'volunteers:list', 'calls:classify'] as const)(
    'keeps %s for staff',
    (permission) => {
      expect(roles.filter((role) => permissionsOf[role].includes(permission))).toEqual(['staff']);
    },
  );

  it('names each permission once', () => {
    expect(new Set(permissions).size).toBe(permissions.length);
  });
});
