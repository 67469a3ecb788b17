import { create, isMessage } from '@bufbuild/protobuf';
import { UpkeepDueSchema } from '@huying/contracts';
import type { Attempt } from '@huying/lifecycle';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { basisKinds, type Appeal, type Pledge } from '../../src/pledges/pledge.entity.js';
import {
  appealLife,
  chooseEngraving,
  closeAppeal,
  deliver,
  install,
  isMissed,
  miss,
  openAppeal,
  pledgeLife,
  remind,
  retire,
  seeTo,
  withdrawPledge,
} from '../../src/pledges/pledge.js';
import { deedAt, row, start, today, tries } from './tries.js';

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

describe('an appeal', () => {
  it('rests on a decision that was made, and is closed once', () => {
    const days = fc.constantFrom('2026-01-01', today, '2027-01-26');
    const bases = fc.record({
      basisKind: fc.constantFrom(...basisKinds),
      basisResultId: fc.constantFrom(null, 'r-1'),
      basisDecidedOn: days,
    });
    const decisions = fc.constantFrom(undefined, { agreed: true }, { agreed: false });
    const appeal = (fields: Partial<Appeal>) => row<Appeal>({ state: 'open', wanted: 10, opensAt: start, ...fields });
    fc.assert(
      fc.property(bases, decisions, (basis, known) => {
        // Only a result has an id by which it can be known.
        const decision = basis.basisResultId === null ? undefined : known;
        const isSound =
          (basis.basisKind === 'consultation-result') === (basis.basisResultId !== null) &&
          (basis.basisResultId === null || decision?.agreed === true) &&
          basis.basisDecidedOn <= today;
        const open = () => openAppeal(appeal(basis), { ...deedAt(0), decision, today });
        if (isSound) expect(open().basisDecidedOn).toBe(basis.basisDecidedOn);
        else expect(open).toThrow();
      }),
    );
    const close = fc.nat(10).map(
      (pledged): Attempt<Appeal> =>
        (one) =>
          closeAppeal(one, { ...deedAt(0), pledged }),
    );
    tries(appealLife, [close], () => appeal({}));
  });
});
