import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isSoldOut, readLook, type NeedLook } from './sold-out.js';
import type { NeedConfig } from '../rules/need-config.js';

const now = 1_000_000;
const look: NeedLook = {
  sequence: 7,
  last: '6',
  claimants: 2,
  state: 'open',
  places: 2,
  held: 2,
  phase: '',
  publication: 1,
  revision: 0,
};
const config = { dispatch: 'first-come', opens: now - 1, closes: now + 1, line: false } as NeedConfig;

describe('a need', () => {
  it('is sold out when all its places are held and nobody may wait', () => {
    expect(isSoldOut(look, config, now)).toBe(true);
    expect(isSoldOut({ ...look, held: 3 }, config, now)).toBe(true);
  });

  it.each<[string, Partial<NeedLook>, Partial<NeedConfig>]>([
    ['a place is free', { held: 1 }, {}],
    ['there is a line', {}, { line: true }],
    ['it is closed, which is another refusal', { state: 'closed' }, {}],
    ['claiming has not opened, which is another refusal', {}, { opens: now + 1 }],
    ['claiming is over, which is another refusal', {}, { closes: now }],
    ['wishes are still gathered', { phase: 'gathering' }, {}],
    ['it is an alert, which takes everyone', {}, { dispatch: 'alert' }],
  ])('is not when %s', (_, seen, fields) => {
    expect(isSoldOut({ ...look, ...seen }, { ...config, ...fields }, now)).toBe(false);
  });

  it('is read from the reply whatever its numbers', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.nat(), fc.nat(), (sequence, claimants, places, held) => {
        const reply = [String(sequence), '6', claimants, 'open', String(places), String(held), '', '1', '0'];
        expect(readLook(reply)).toEqual({ ...look, sequence, claimants, places, held });
      }),
    );
  });

  it('that is not there, or whose pool is not, is no look at all', () => {
    expect(readLook([null, 0, 'open', '1', '1', '', '1', '0'])).toBeUndefined();
    expect(readLook(['7', 0, null, null, null, null, null, null])).toBeUndefined();
  });
});
