import { create, isMessage } from '@bufbuild/protobuf';
import {
  BranchJoinedSchema,
  BranchLeftSchema,
  MilestoneMovedSchema,
  MilestoneOverdueSchema,
  MilestoneReachedSchema,
  OrganizationRevivedSchema,
} from '@huying/contracts';
import type { Attempt } from '@huying/lifecycle';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Milestone, Organization } from '../../src/organizations/organization.entity.js';
import type { Branch } from '../../src/organizations/branch.entity.js';
import {
  BRANCH_MEMBERS,
  branchLife,
  dissolve,
  formBranch,
  joinBranch,
  leave,
  noticeOwnBranch,
  type PartyStrength,
} from '../../src/organizations/branch.js';
import {
  accept,
  decline,
  goDormant,
  graduate,
  moveMilestone,
  noticeOverdue,
  organizationLife,
  reachMilestone,
  revive,
  startIncubation,
  windUp,
} from '../../src/organizations/organization.js';
import { deedAt, isRefusal, row, today, tries } from './tries.js';

/** Organisations and their incubation. */

describe('an organisation', () => {
  it('graduates only with every milestone reached, and ends only without programmes', () => {
    const milestones: Milestone[] = [];
    const begin = () => {
      milestones.length = 0;
      for (const kind of [
        'charter',
        'members',
        'room',
        'first-activity',
        'party-branch',
        'accounts',
        'registration',
      ] as const) {
        milestones.push(
          row<Milestone>({
            kind,
            ownerId: 'staff-1',
            dueOn: '2027-03-01',
            reachedAt: null,
            overdueTold: null,
            evidence: [],
          }),
        );
      }
      return row<Organization>({ state: 'applied', branchId: 'b', name: '潮城大喇叭' });
    };
    const deed = deedAt(0);
    const reach = fc.nat(6).chain((index) =>
      fc.nat(1).map((evidence): Attempt<Organization> => (one) => {
        const milestone = milestones[index];
        return (
          milestone && reachMilestone(one, { ...deed, milestone, today, evidence: Array<string>(evidence).fill('x') })
        );
      }),
    );
    const days = fc.constantFrom('2027-01-01', today, '2027-03-02', '2027-06-01');
    const move = fc.tuple(fc.nat(6), days).map(([index, dueOn]): Attempt<Organization> => (one) => {
      const milestone = milestones[index];
      return milestone && moveMilestone(one, { ...deed, milestone, dueOn, today });
    });
    const overdue = fc.tuple(fc.nat(6), days).map(([index, day]): Attempt<Organization> => (one) => {
      const milestone = milestones[index];
      const noticed = milestone && noticeOverdue(one, { milestone, today: day, now: deed.now });
      if (milestone && noticed) {
        expect(milestone.reachedAt).toBeNull();
        expect(milestone.dueOn < day && milestone.overdueTold !== milestone.dueOn).toBe(true);
        expect(noticed.ownerId).toBe('staff-1');
      }
      return noticed;
    });
    const all: Attempt<Organization> = (one) => {
      for (const milestone of milestones) milestone.reachedAt ??= one.state === 'incubating' ? deed.now : null;
      return undefined;
    };
    let openProgrammes = 0;
    const programmes = fc.nat(1);
    const deeds: fc.Arbitrary<Attempt<Organization>>[] = [
      fc.constant((one) => accept(one, deed)),
      fc.constant((one) => decline(one, deed)),
      fc.constant((one) => startIncubation(one, { ...deed, milestones, today })),
      reach,
      move,
      overdue,
      fc.constant(all),
      fc.constant((one) => graduate(one, { ...deed, milestones })),
      fc.constant((one) => revive(one, deed)),
      programmes.map((open) => (one) => goDormant(one, { ...deed, openProgrammes: (openProgrammes = open) })),
      programmes.map((open) => (one) => windUp(one, { ...deed, openProgrammes: (openProgrammes = open) })),
    ];
    tries(organizationLife, deeds, begin, {
      fold: (_, event) => {
        const isOfMilestone = [MilestoneReachedSchema, MilestoneMovedSchema, MilestoneOverdueSchema].some((schema) =>
          isMessage(event, schema),
        );
        if (!isOfMilestone) return;
        const milestone = milestones.find(({ id }) => 'milestoneId' in event && id === event.milestoneId);
        if (!milestone || milestone.reachedAt) throw new Error('Of a milestone nothing comes after it is reached.');
        if (isMessage(event, MilestoneReachedSchema)) milestone.reachedAt = deed.now;
        if (isMessage(event, MilestoneMovedSchema)) milestone.dueOn = event.dueOn;
        if (isMessage(event, MilestoneOverdueSchema)) milestone.overdueTold = milestone.dueOn;
      },
      sound: ({ state }) => {
        if (state === 'graduated') expect(milestones.every(({ reachedAt }) => reachedAt !== null)).toBe(true);
        if (state === 'wound-up' || state === 'dormant') expect(openProgrammes).toBe(0);
      },
    });
    expect(organizationLife.after(create(OrganizationRevivedSchema))).toBe('graduated');
  });
});

describe('a party branch', () => {
  const strengths = fc.record({
    organizationId: fc.constantFrom('o-1', 'o-2', 'o-3'),
    ...{ fullMembers: fc.nat(5), bound: fc.constantFrom<'no' | 'own' | 'joint'>('no', 'own', 'joint') },
  });
  const strengthOf = ({ organizationId, fullMembers, bound }: { [Key in keyof PartyStrength | 'bound']?: unknown }) =>
    ({
      ...{ organizationId, fullMembers, isJoint: bound === 'joint' },
      branchId: bound === 'no' ? null : 'b-other',
    }) as PartyStrength;

  it('is joined while it is joint by who has none and too few for their own, and ends with the last', () => {
    const members = new Set<string>();
    const deed = deedAt(0);
    const deeds: fc.Arbitrary<Attempt<Branch>>[] = [
      strengths.map((one) => (branch) => {
        const joined = joinBranch(branch, { ...deed, organization: strengthOf(one) });
        expect([branch.joint, one.bound, one.fullMembers < BRANCH_MEMBERS]).toEqual([true, 'no', true]);
        return joined;
      }),
      fc
        .constantFrom('o-1', 'o-2', 'o-3')
        .map(
          (organizationId) => (branch) =>
            members.has(organizationId) ? leave(branch, { ...deed, organizationId }) : undefined,
        ),
      fc.constant((branch) => dissolve(branch, { ...deed, organizations: members.size })),
    ];
    const begin = () => {
      members.clear();
      members.add('o-1');
      return row<Branch>({ state: 'formed', joint: true, name: '联合党支部' });
    };
    tries(branchLife, deeds, begin, {
      fold: (_, event) => {
        if (isMessage(event, BranchJoinedSchema)) members.add(event.organizationId);
        if (isMessage(event, BranchLeftSchema)) members.delete(event.organizationId);
      },
      sound: ({ state }) => {
        if (state === 'dissolved') expect(members.size).toBe(0);
      },
    });
  });

  it('is formed of three full members, by nobody who is bound elsewhere but who has outgrown a joint one', () => {
    const lists = fc.uniqueArray(strengths, { selector: (one) => one.organizationId, minLength: 1, maxLength: 3 });
    let formed = 0;
    fc.assert(
      fc.property(lists, fc.boolean(), (ones, joint) => {
        const branch = row<Branch>({ state: 'formed', joint: joint || ones.length > 1, name: '党支部' });
        try {
          formBranch(branch, { ...deedAt(0), organizations: ones.map(strengthOf) });
          formed += 1;
          expect(ones.reduce((sum, one) => sum + one.fullMembers, 0)).toBeGreaterThanOrEqual(BRANCH_MEMBERS);
          if (branch.joint) expect(ones.every(({ bound }) => bound === 'no')).toBe(true);
          else expect(ones.map(({ bound }) => bound)).not.toContain('own');
        } catch (error) {
          if (!isRefusal(error)) throw error;
        }
      }),
      { numRuns: 500, seed: 2010 },
    );
    expect(formed).toBeGreaterThan(20);
  });

  it('of its own is due to who has three full members and none of their own, and told once', () => {
    fc.assert(
      fc.property(strengths, fc.boolean(), (one, told) => {
        const ownBranchDueAt = told ? deedAt(0).now : null;
        const due = noticeOwnBranch(row<Organization>({ ownBranchDueAt }), {
          ...{ strength: strengthOf(one), now: deedAt(0).now },
        });
        expect(due !== undefined).toBe(!told && one.bound !== 'own' && one.fullMembers >= BRANCH_MEMBERS);
      }),
    );
  });
});
