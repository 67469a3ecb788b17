import { isMessage } from '@bufbuild/protobuf';
import { GoodsReceivedSchema, GoodsSentSchema } from '@huying/contracts';
import type { Attempt } from '@huying/lifecycle';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Organization } from '../../src/organizations/organization.entity.js';
import {
  activityLife,
  campaignLife,
  cancelActivity,
  collectGoods,
  endCampaign,
  hold,
  receiveGoods,
  sendGoods,
  shipmentLife,
} from '../../src/programmes/campaign.js';
import type { Activity, Campaign, Programme, Shipment } from '../../src/programmes/programme.entity.js';
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
    let used = 0;
    const material = fc.constantFrom('宣传册', '气球');
    const pieces = fc.tuple(fc.nat(12), fc.integer({ min: 1, max: 12 }));
    const deeds: fc.Arbitrary<Attempt<Activity>>[] = [
      fc.tuple(hours, material, pieces).map(([hour, name, [before, now]]) => (activity) => {
        const reach = { peopleSpokenTo: 1, householdsVisited: 1, materialsUsed: [{ name, pieces: now }] };
        const others = [{ name: '宣传册', pieces: before }];
        const held = hold(activity, { ...deedAt((at = hour)), campaign, reach, used: others });
        used = before + now;
        return held;
      }),
      hours.map((hour) => (activity) => cancelActivity(activity, deedAt((at = hour)))),
    ];
    tries(activityLife, deeds, () => row<Activity>({ state: 'scheduled', startsAt: start }), {
      sound: ({ state }) => {
        if (state !== 'held') return;
        expect(at).toBeGreaterThanOrEqual(0);
        expect(used).toBeLessThanOrEqual(10);
      },
    });
    const end = fc.constant<Attempt<Campaign>>((one) => endCampaign(one, deedAt(0)));
    tries(campaignLife, [end], () => row<Campaign>({ state: 'running' }));
  });
});

describe('goods', () => {
  it('are sent of what was collected and received of what was sent, never more', () => {
    const pieces = fc.integer({ min: 0, max: 12 });
    const deeds: fc.Arbitrary<Attempt<Shipment>>[] = [
      pieces.map((count) => (one) => sendGoods(one, { ...deedAt(0), pieces: count, waybill: 'SF-1' })),
      pieces.map((count) => (one) => receiveGoods(one, { ...deedAt(0), pieces: count })),
    ];
    const begin = () => row<Shipment>({ state: 'collected', pieces: 10, piecesSent: null, piecesReceived: null });
    tries(shipmentLife, deeds, begin, {
      fold: (one, event) => {
        if (isMessage(event, GoodsSentSchema)) one.piecesSent = event.pieces;
        if (isMessage(event, GoodsReceivedSchema)) {
          one.piecesReceived = event.pieces;
          expect(event.complete).toBe(one.piecesReceived === one.piecesSent);
        }
      },
      sound: ({ pieces: collected, piecesSent, piecesReceived }) => {
        expect(piecesSent ?? 0).toBeLessThanOrEqual(collected);
        expect(piecesReceived ?? 0).toBeLessThanOrEqual(piecesSent ?? 0);
      },
    });
    const collect = (state: Campaign['state']) =>
      collectGoods(row<Shipment>({ goods: '冬衣', pieces: 1 }), { ...deedAt(0), campaign: { state } });
    expect(collect('running').pieces).toBe(1);
    expect(() => collect('ended')).toThrow();
  });
});
