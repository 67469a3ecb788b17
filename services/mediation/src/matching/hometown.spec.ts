import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nearnesses, nearnessOf } from './hometown.js';

describe('how near two hometowns are', () => {
  it.each([
    ['511302', '511302', 'county', 'the same county'],
    ['511302', '511303', 'prefecture', 'two districts of Nanchong'],
    ['511302', '510104', 'province', 'Nanchong and Chengdu, both in Sichuan'],
    ['511302', '520302', 'region', 'Sichuan and Guizhou, both in the Southwest'],
    ['511302', '330481', 'country', 'Sichuan and Zhejiang'],
    ['500101', '500229', 'prefecture', 'a district and a county of Chongqing, which is one city'],
    ['500101', '511302', 'region', 'Chongqing and Sichuan, two since 1997'],
    ['429004', '429005', 'province', 'Xiantao and Qianjiang, both directly under Hubei and in no common prefecture'],
    ['429004', '429004', 'county', 'Xiantao itself'],
    ['5113', '511302', 'prefecture', 'a code that stops at the prefecture'],
    ['511300', '511300', 'prefecture', 'two codes that stop at the prefecture'],
    ['51', '511302', 'province', 'a code that stops at the province'],
    ['510000', '510000', 'province', 'two codes that stop at the province'],
    ['', '511302', 'country', 'no code'],
  ] as const)('of %s and %s is %s: %s', (one, other, nearness, _why) => {
    expect(nearnessOf(one, other)).toBe(nearness);
  });

  it('is the same from either side, and nobody is nearer than oneself', () => {
    const code = fc
      .tuple(fc.constantFrom('11', '33', '42', '50', '51'), fc.nat(3), fc.nat(2))
      .map(([province, prefecture, county]) => `${province}${['00', '01', '02', '90'][prefecture] ?? ''}0${county}`);
    fc.assert(
      fc.property(code, code, (one, other) => {
        expect(nearnessOf(one, other)).toBe(nearnessOf(other, one));
        expect(nearnesses.indexOf(nearnessOf(one, one))).toBeLessThanOrEqual(
          nearnesses.indexOf(nearnessOf(one, other)),
        );
      }),
    );
  });
});
