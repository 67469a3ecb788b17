import { describe, expect, it } from '@jest/globals';
import { createRouting, pathExpression } from './service.js';

describe('the routing of paths to services', () => {
  const ownerOf = createRouting([
    { owner: 'request', paths: ['/v1/calls', '/v1/needs'] },
    { owner: 'claim', paths: ['/v1/claims', '/v1/needs/*/claims', '/v1/needs/*/places'] },
    { owner: 'volunteer', paths: ['/v1/volunteers', '/v1/feed'] },
  ]);

  it.each([
    ['/v1/needs', 'request'],
    ['/v1/needs?state=draft', 'request'],
    ['/v1/needs/', 'request'],
    ['/v1/needs/1', 'request'],
    ['/v1/needs/1/publication', 'request'],
    ['/v1/needs/1/claims', 'claim'],
    ['/v1/needs/1/claims?limit=3', 'claim'],
    ['/v1/needs/1/claims/2', 'claim'],
    ['/v1/needs/1/places', 'claim'],
    ['/v1/needs/1/claimsx', 'request'],
    ['/v1/needs/claims', 'request'],
    ['/v1/needs//claims', 'request'],
    ['/v1/claims', 'claim'],
    ['/v1/feed', 'volunteer'],
  ])('%s is of the %s service', (url, owner) => expect(ownerOf(url)).toBe(owner));

  it.each(['/', '', '/v1', '/v1/needsx', '/v2/needs', '/x/v1/needs', '/V1/needs', '/v1/need', '*'])(
    '%j is of nobody',
    (url) => expect(ownerOf(url)).toBeUndefined(),
  );

  it('takes nothing in a pattern for an expression but the star as a whole step', () => {
    expect(pathExpression('/v1/a.b').test('/v1/aXb')).toBe(false);
    expect(pathExpression('/v1/a.b').test('/v1/a.b')).toBe(true);
    expect(pathExpression('/v1/*').test('/v1/anything/below')).toBe(true);
  });
});
