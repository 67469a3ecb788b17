import { AbilityBuilder, createMongoAbility, subject, type MongoAbility } from '@casl/ability';
import type { Caller } from './caller.js';
import { ForbiddenError } from './errors.js';

/** What belongs to somebody, with the fields that say to whom. */
export interface Owned {
  call: { callerId: string | null };
  need: { callerId: string | null };
  volunteer: { id: string };
  claim: { volunteerId: string };
  attendance: { volunteerId: string };
}

/** What can be done with it. */
export type Action = 'read' | 'change' | 'end' | 'record' | 'rate';

type Ability = MongoAbility<[Action | 'manage', keyof Owned | 'all' | object]>;

function abilityOf(caller: Caller): Ability {
  const { can, build } = new AbilityBuilder<Ability>(createMongoAbility);
  const own = caller.personId;
  if (caller.roles.includes('staff')) can('manage', 'all');
  if (caller.roles.includes('volunteer')) {
    can(['read', 'change'], 'volunteer', { id: own } as never);
    can(['read', 'record'], 'attendance', { volunteerId: own } as never);
  }
  // A caller may be anything else besides: what counts is that the call or the claim is theirs.
  can('read', 'call', { callerId: own } as never);
  can(['read', 'end'], 'claim', { volunteerId: own } as never);
  can(['read', 'rate'], 'need', { callerId: own } as never);
  return build();
}

/** Whether the caller may do that with this very thing. */
export function may<Kind extends keyof Owned>(caller: Caller, action: Action, kind: Kind, owned: Owned[Kind]): boolean {
  return abilityOf(caller).can(action, subject(kind, { ...owned }));
}

/** @throws ForbiddenError `not-yours` unless the caller may do that with this very thing */
export function ensureMay<Kind extends keyof Owned>(
  caller: Caller,
  action: Action,
  kind: Kind,
  owned: Owned[Kind],
): void {
  if (!may(caller, action, kind, owned)) throw new ForbiddenError('not-yours');
}

/** Whether the caller acts for the community. */
export function isStaff(caller: Caller): boolean {
  return caller.roles.includes('staff');
}
