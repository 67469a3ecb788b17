import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anyCandidates, anyCase, TODAY } from './matching.examples.js';
import { proposeMediators } from './propose.js';
import { reasonText } from './reason-texts.js';
import { defaultMatchingSettings as settings } from './settings.js';

describe('a reason as a sentence', () => {
  it('says what a person can check', () => {
    expect(
      reasonText({ kind: 'hometown', points: 10, sideId: '1', nearness: 'prefecture', people: 3, known: 4 }),
    ).toEqual({
      en: 'Hometown: from the same prefecture as 3 of 4 on side 1 whose hometown is known.',
      zh: '籍贯:与第1方已知籍贯的4人中的3人同市(州)。',
    });
    expect(
      reasonText({
        ...{ kind: 'speech', points: 8, sideId: '2', people: 1, known: 1 },
        ...{ shared: 'dialect', code: 'wu-haining', level: 'speaks' },
      }),
    ).toEqual({
      en: 'Language: Wu, as 1 of 1 on side 2; speaks it.',
      zh: '语言:吴语(会说),第2方已知语言的1人中有1人相通。',
    });
    expect(reasonText({ kind: 'outcomes', points: 13.2, agreed: 27, ended: 30, endedAll: 41, rate: 0.881 }).en).toBe(
      'Of 30 ended cases of this kind 27 were agreed and kept (41 of all kinds); counted as 88 %, since few cases say little.',
    );
  });

  it('is there in both languages for every reason, without a hole', () => {
    fc.assert(
      fc.property(anyCase(), anyCandidates(), (matchCase, candidates) => {
        for (const { reasons } of proposeMediators(matchCase, candidates, { on: TODAY, settings }).proposals) {
          for (const text of reasons.map(reasonText)) {
            expect(text.en).toMatch(/^[A-Z].*\.$/);
            expect(text.zh).toMatch(/^[\u4e00-\u9fff].*。$/);
            expect(text.en + text.zh).not.toMatch(/undefined|NaN/);
          }
        }
      }),
    );
  });
});
