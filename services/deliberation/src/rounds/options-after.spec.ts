import { describe, expect, it } from '@jest/globals';
import type { Round } from './round.entity.js';
import { optionsAfter } from './round.js';

describe('a round', () => {
  const before = (fields: object) =>
    ({ number: 1, purpose: 'whether', method: 'yes-no', options: [], ...fields }) as unknown as Round;

  it.each(['failed', 'no-quorum'])('about what to do does not follow a "whether" that came out as %s', (outcome) => {
    const asked = before({ published: { outcome, counts: [] } });
    expect(() => optionsAfter(asked, 'what', [{ text: '电梯' }])).toThrow('round-not-agreed');
    expect(optionsAfter(asked, 'whether', [{ text: '电梯' }])).toEqual([{ id: 'o1', text: '电梯' }]);
  });

  it('takes the items of a "whether" that passed, with what is known of each', () => {
    const options = [
      { id: 'o1', text: '电梯', costFen: 60_000_000 },
      { id: 'o2', text: '车位' },
    ];
    const asked = before({ options, published: { outcome: 'passed', counts: [] } });
    expect(optionsAfter(asked, 'what', [])).toEqual(options);
  });

  it('refuses a text twice', () => {
    expect(() => optionsAfter(undefined, 'what', [{ text: '电梯' }, { text: '电梯' }])).toThrow('round-option-twice');
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
