import { Problem } from '@huying/http';
import { tryInOrder, type Attempt } from '@huying/lifecycle';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import type { Consultation } from '../consultations/consultation.entity.js';
import { closeConsultation, consultationLife } from '../consultations/consultation.js';
import type { Round } from './round.entity.js';
import { closeRound, optionsAfter, roundLife } from './round.js';

/** Deeds in any order, at any time: no refusal changes anything, no event leaves its way. */

const now = Temporal.Instant.from('2027-01-25T01:00:00Z');
const trying = {
  isRefusal: (error: unknown) => error instanceof Problem,
  fold: () => undefined,
  sound: () => undefined,
};

describe('a consultation', () => {
  it('ends once, and never while a round is open', () => {
    const deeds = fc.boolean().map(
      (open): Attempt<Consultation> =>
        (one) =>
          closeConsultation(one, open, now),
    );
    fc.assert(
      fc.property(fc.array(deeds), fc.constant('one'), (attempts, id) => {
        const one = { id, communityId: 'xishan', state: 'open' } as Consultation;
        const reached = tryInOrder(consultationLife, one, attempts, trying);
        expect(reached.has('closed')).toBe(one.state === 'closed');
      }),
    );
    const open = { id: 'one', communityId: 'xishan', state: 'open' } as Consultation;
    expect(() => closeConsultation(open, true, now)).toThrow('consultation-round-open');
    expect(tryInOrder(consultationLife, open, [(one) => closeConsultation(one, false, now)], trying)).toContain(
      'closed',
    );
  });
});

describe('a round', () => {
  it('closes once', () => {
    const close: Attempt<Round> = (one) => closeRound(one, 3, now);
    const one = { id: 'one', communityId: 'xishan', state: 'open' } as Round;
    expect([...tryInOrder(roundLife, one, [close, close], trying)]).toEqual(['open', 'closed']);
    expect(() => close(one)).toThrow('round-wrong-state');
  });

  const before = (fields: object) =>
    ({ number: 1, purpose: 'whether', method: 'yes-no', options: [], ...fields }) as unknown as Round;

  it.each(['failed', 'no-quorum'])('about what to do does not follow a "whether" that came out as %s', (outcome) => {
    const asked = before({ published: { outcome, counts: [] } });
    expect(() => optionsAfter(asked, 'what', ['电梯'])).toThrow('round-not-agreed');
    expect(optionsAfter(asked, 'whether', ['电梯'])).toEqual([{ id: 'o1', text: '电梯' }]);
  });

  it('takes what was ticked, the most wanted first, and leaves out what nobody wants', () => {
    const options = ['a', 'b', 'c'].map((text, index) => ({ id: `o${index + 1}`, text }));
    const counts = [
      { choice: 'o3', ballots: 9 },
      { choice: 'o1', ballots: 2 },
      { choice: 'o2', ballots: 0 },
    ];
    const list = before({ purpose: 'what', method: 'checklist', options, published: { outcome: 'counted', counts } });
    expect(optionsAfter(list, 'how', []).map(({ text }) => text)).toEqual(['c', 'a']);
  });
});
