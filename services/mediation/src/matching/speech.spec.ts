import { describe, expect, it } from '@jest/globals';
import { defaultMatchingSettings } from './settings.js';
import { dialectGroupOf, understandingBetween } from './speech.js';

const values = defaultMatchingSettings.speech;

describe('the group of a dialect', () => {
  it.each([
    ['wu-haining', 'wu'],
    ['southwestern', 'southwestern'],
    ['min-nan-quanzhou', 'min-nan'],
    ['min-nan', 'min-nan'],
    ['min-dong', 'min-dong'],
    ['of-no-group', 'of-no-group'],
  ])('of %s is %s', (code, group) => expect(dialectGroupOf(code)).toBe(group));
});

describe('what two can speak with each other', () => {
  it('is the dialect before the group, and who speaks it better before who understands it', () => {
    const party = { dialects: ['wu-haining', 'southwestern'] };
    const candidate = {
      dialects: [
        { code: 'wu-haining', level: 'understands' },
        { code: 'wu-jiaxing', level: 'native' },
        { code: 'southwestern', level: 'speaks' },
      ],
      languages: [],
    } as const;
    expect(understandingBetween(party, candidate, values)).toEqual({
      shared: 'dialect',
      code: 'southwestern',
      level: 'speaks',
    });
  });

  it('may be only the group', () =>
    expect(
      understandingBetween(
        { dialects: ['wu-wenzhou'] },
        { dialects: [{ code: 'wu-haining', level: 'native' }], languages: [] },
        values,
      ),
    ).toEqual({ shared: 'dialect-group', code: 'wu', level: 'native' }));

  it('may be a language of an ethnic group', () =>
    expect(
      understandingBetween(
        { languages: ['zha'] },
        { dialects: [], languages: [{ code: 'zha', level: 'native' }] },
        values,
      ),
    ).toEqual({ shared: 'language', code: 'zha', level: 'native' }));

  it('is nothing if it is only Standard Chinese', () =>
    expect(
      understandingBetween(
        { dialects: ['mandarin'] },
        { dialects: [{ code: 'mandarin', level: 'native' }], languages: [] },
        values,
      ),
    ).toBeUndefined());
});
