import type { Attempt } from '@huying/lifecycle';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Organization } from '../../src/organizations/organization.entity.js';
import { activityLife, campaignLife, cancelActivity, endCampaign, hold } from '../../src/programmes/campaign.js';
import type { Activity, Campaign, Programme } from '../../src/programmes/programme.entity.js';
import { cancelProgramme, closeProgramme, openProgramme, programmeLife } from '../../src/programmes/programme.js';
import { deedAt, hours, row, start, tries } from './tries.js';

/** Programmes and campaigns. */

describe('a programme', () => {
  it('ends only when nothing of it runs, and begins only with its organisation at work', () => {
    let running = 0;
    const organization = fc.constantFrom('graduated', 'wound-up').map((state) => row<Organization>({ state: state }));
    const deeds: fc.Arbitrary<Attempt<Programme>>[] = [
      organization.map((one) => (programme) => openProgramme(programme, { ...deedAt(0), organization: one })),
      fc
        .nat(1)
        .map(
          (count) => (programme) =>
            closeProgramme(programme, { ...deedAt(0), results: 'x', running: (running = count) }),
        ),
      fc.nat(1).map((count) => (programme) => cancelProgramme(programme, { ...deedAt(0), running: (running = count) })),
    ];
    tries(programmeLife, deeds, () => row<Programme>({ state: 'planned' }), {
      sound: ({ state }) => {
        if (state === 'closed' || state === 'cancelled') expect(running).toBe(0);
      },
    });
  });

  it('has campaigns that end once, and activities that are held only when begun', () => {
    const campaign = row<Campaign>({ state: 'running', materials: [{ name: '宣传册', pieces: 10 }] });
    let at = 0;
    const material = fc.constantFrom('宣传册', '气球');
    const deeds: fc.Arbitrary<Attempt<Activity>>[] = [
      fc.tuple(hours, material).map(([hour, name]) => (activity) => {
        const reach = { peopleSpokenTo: 1, householdsVisited: 1, materialsUsed: [{ name, pieces: 1 }] };
        return hold(activity, { ...deedAt((at = hour)), campaign, reach });
      }),
      hours.map((hour) => (activity) => cancelActivity(activity, deedAt((at = hour)))),
    ];
    tries(activityLife, deeds, () => row<Activity>({ state: 'scheduled', startsAt: start }), {
      sound: ({ state }) => {
        if (state === 'held') expect(at).toBeGreaterThanOrEqual(0);
      },
    });
    const end = fc.constant<Attempt<Campaign>>((one) => endCampaign(one, deedAt(0)));
    tries(campaignLife, [end], () => row<Campaign>({ state: 'running' }));
  });
});
