import { describe, expect, it } from '@jest/globals';
import { ensureMay, isStaff, may, type Action, type Owned } from './abilities.js';
import { callerOf, type Caller } from './caller.js';
import { ForbiddenError } from './errors.js';
import { roles, type Role } from './permissions.js';

function caller(...own: Role[]): Caller {
  const found = callerOf({ sub: 'me', community: 'xishan', roles: own });
  if (!found) throw new TypeError('A caller was expected.');
  return found;
}

const mine: Owned = {
  call: { callerId: 'me' },
  need: { callerId: 'me' },
  volunteer: { id: 'me' },
  claim: { volunteerId: 'me' },
  attendance: { volunteerId: 'me' },
};
const theirs: Owned = {
  call: { callerId: 'other' },
  need: { callerId: 'other' },
  volunteer: { id: 'other' },
  claim: { volunteerId: 'other' },
  attendance: { volunteerId: 'other' },
};
const kinds = Object.keys(mine) as (keyof Owned)[];
const actions: Action[] = ['read', 'change', 'end', 'record', 'rate'];
const everything = kinds.flatMap((kind) => actions.map((action) => [action, kind] as const));

describe('what belongs to somebody', () => {
  it.each(everything)('staff may %s any %s', (action, kind) => {
    expect(may(caller('staff'), action, kind, theirs[kind])).toBe(true);
  });

  it.each(everything)('nobody else may %s the %s of another', (action, kind) => {
    for (const role of roles.filter((one) => one !== 'staff')) {
      expect(may(caller(role), action, kind, theirs[kind])).toBe(false);
    }
  });

  it.each([
    ['read', 'call'],
    ['read', 'need'],
    ['rate', 'need'],
    ['read', 'claim'],
    ['end', 'claim'],
  ] as const)('whoever called, or claimed, may %s the %s', (action, kind) => {
    for (const role of roles) expect(may(caller(role), action, kind, mine[kind])).toBe(true);
  });

  it.each([
    ['read', 'volunteer'],
    ['change', 'volunteer'],
    ['read', 'attendance'],
    ['record', 'attendance'],
  ] as const)('a volunteer may %s their own %s, a resident of the same name not', (action, kind) => {
    expect(may(caller('volunteer'), action, kind, mine[kind])).toBe(true);
    expect(may(caller('resident'), action, kind, mine[kind])).toBe(false);
  });

  it('a call without an account belongs to nobody', () => {
    expect(may(caller('resident'), 'read', 'call', { callerId: null })).toBe(false);
  });

  it('refuses with not-yours', () => {
    const refused = () => ensureMay(caller('resident'), 'read', 'call', theirs.call);
    expect(refused).toThrow(ForbiddenError);
    expect(refused).toThrow('not-yours');
    expect(() => ensureMay(caller('resident'), 'read', 'call', mine.call)).not.toThrow();
  });

  it('is staff only by the role', () => {
    expect(roles.filter((role) => isStaff(caller(role)))).toEqual(['staff']);
  });
});
