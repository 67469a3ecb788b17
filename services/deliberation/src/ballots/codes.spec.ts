import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newCode, readCode } from './codes.js';

const SYMBOLS = [...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'];

describe('the code on a paper', () => {
  it('has 13 random symbols in groups, and a check', () => {
    const codes = Array.from({ length: 200 }, newCode);
    for (const code of codes)
      expect(code).toMatch(
        /^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{3}[0-9A-HJKMNP-TV-Z*~$=U]$/,
      );
    expect(new Set(codes).size).toBe(codes.length);
  });

  it('is read however it is typed', () => {
    const code = newCode();
    const plain = code.replaceAll('-', '');
    for (const typed of [code, plain, code.toLowerCase(), plain.replaceAll('0', 'o').replaceAll('1', 'l')]) {
      expect(readCode(typed)).toBe(plain);
    }
  });

  it('with one symbol mistyped is no code', () => {
    fc.assert(
      fc.property(fc.nat({ max: 12 }), fc.constantFrom(...SYMBOLS), (place, symbol) => {
        const plain = newCode().replaceAll('-', '');
        fc.pre(plain[place] !== symbol);
        expect(readCode(plain.slice(0, place) + symbol + plain.slice(place + 1))).toBeUndefined();
      }),
    );
  });
});
