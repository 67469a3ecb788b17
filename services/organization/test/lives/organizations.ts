import { create, isMessage } from '@bufbuild/protobuf';
import { MilestoneReachedSchema, OrganizationRevivedSchema } from '@huying/contracts';
import type { Attempt } from '@huying/lifecycle';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Milestone, Organization } from '../../src/organizations/organization.entity.js';
import {
  accept,
  decline,
  goDormant,
  graduate,
  organizationLife,
  reachMilestone,
  revive,
  startIncubation,
  windUp,
} from '../../src/organizations/organization.js';
import { deedAt, row, today, tries } from './tries.js';

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
          row<Milestone>({ kind, dueOn: '2027-03-01', reachedAt: null, overdueTold: null, evidence: [] }),
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
      fc.constant(all),
      fc.constant((one) => graduate(one, { ...deed, milestones })),
      fc.constant((one) => revive(one, deed)),
      programmes.map((open) => (one) => goDormant(one, { ...deed, openProgrammes: (openProgrammes = open) })),
      programmes.map((open) => (one) => windUp(one, { ...deed, openProgrammes: (openProgrammes = open) })),
    ];
    tries(organizationLife, deeds, begin, {
      fold: (_, event) => {
        if (!isMessage(event, MilestoneReachedSchema)) return;
        const milestone = milestones.find(({ id }) => id === event.milestoneId);
        if (!milestone || milestone.reachedAt) throw new Error('A milestone is reached once.');
        milestone.reachedAt = deed.now;
      },
      sound: ({ state }) => {
        if (state === 'graduated') expect(milestones.every(({ reachedAt }) => reachedAt !== null)).toBe(true);
        if (state === 'wound-up' || state === 'dormant') expect(openProgrammes).toBe(0);
      },
    });
    expect(organizationLife.after(create(OrganizationRevivedSchema))).toBe('graduated');
  });
});
