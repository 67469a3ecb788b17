import { create, isMessage } from '@bufbuild/protobuf';
import { UpkeepDueSchema } from '@huying/contracts';
import type { Attempt } from '@huying/lifecycle';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import type { Pledge } from '../../src/pledges/pledge.entity.js';
import {
  chooseEngraving,
  deliver,
  install,
  isMissed,
  miss,
  pledgeLife,
  remind,
  retire,
  seeTo,
  withdrawPledge,
} from '../../src/pledges/pledge.js';
import { deedAt, row, today, tries } from './tries.js';

/** Pledges. */

describe('a pledge', () => {
  it('is in care only when it stands, and asks for upkeep only when one was promised', () => {
    const days = fc
      .integer({ min: 0, max: 400 })
      .map((count) => Temporal.PlainDate.from(today).add({ days: count }).toString());
    const deed = deedAt(0);
    const decided = pledgeLife.ways
      .filter(([{ name }]) => name === 'PledgeMade' || name === 'PledgeWaiting')
      .map(([schema]) =>
        fc.constant<Attempt<Pledge>>((one) => (pledgeLife.may(one.state, schema) ? create(schema) : undefined)),
      );
    for (const upkeepMonths of [0, 6]) {
      const deeds: fc.Arbitrary<Attempt<Pledge>>[] = [
        ...decided,
        fc.constant((one) => withdrawPledge(one, deed)),
        fc.constant((one) => {
          chooseEngraving(one, { ...deed, engraving: '王家三代赠', namesConsent: true });
          expect(['requested', 'waiting', 'pledged']).toContain(one.state);
          return undefined;
        }),
        fc.constant((one) => deliver(one, deed)),
        fc.constant((one) => install(one, { ...deed, upkeepMonths, today })),
        days.map((day) => (one) => seeTo(one, { ...deed, upkeepMonths, today: day })),
        days.map((day) => (one) => remind(one, { now: deed.now, today: day })),
        days.map((day) => (one) => (isMissed(one, day) ? miss(one, { needId: 'n-1', now: deed.now }) : undefined)),
        fc.constant((one) => retire(one, deed)),
      ];
      const begin = () => row<Pledge>({ state: 'requested', nextUpkeepOn: null, remindedOf: null });
      tries(pledgeLife, deeds, begin, {
        fold: (one, event) => {
          if ('nextUpkeepOn' in event) one.nextUpkeepOn = (event.nextUpkeepOn as string) || null;
          if (isMessage(event, UpkeepDueSchema)) one.remindedOf = one.nextUpkeepOn;
        },
        sound: ({ nextUpkeepOn, state }) => {
          if (nextUpkeepOn !== null) expect(['installed', 'in-care', 'retired']).toContain(state);
        },
        never: upkeepMonths === 0 ? ['in-care'] : [],
      });
    }
  });
});

/** Lives whose every step is unconditional: the table is all there is to them. */
