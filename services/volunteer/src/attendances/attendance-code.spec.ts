import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { codeAt, isCodeOf, newCodeSecret } from './attendance-code.js';

const secret = newCodeSecret();
const moment = fc
  .integer({ min: 1_700_000_000_000, max: 4_000_000_000_000 })
  .map((milliseconds) => Temporal.Instant.fromEpochMilliseconds(milliseconds));

describe('the rotating code', () => {
  it('has six digits and is accepted while it is shown and for a minute before and after', () => {
    fc.assert(
      fc.property(moment, (now) => {
        const { code, validUntil } = codeAt(secret, now);
        expect(code).toMatch(/^\d{6}$/);
        expect(Temporal.Instant.compare(validUntil, now)).toBe(1);
        expect(isCodeOf(secret, code, now)).toBe(true);
        expect(isCodeOf(secret, code, validUntil.add({ seconds: 59 }))).toBe(true);
        expect(isCodeOf(secret, code, validUntil.subtract({ seconds: 120 }))).toBe(true);
      }),
    );
  });

  it('changes when its time is over', () => {
    const now = Temporal.Instant.from('2026-11-23T02:00:30Z');
    const { code, validUntil } = codeAt(secret, now);
    expect(validUntil.toString()).toBe('2026-11-23T02:01:00Z');
    expect(codeAt(secret, validUntil.subtract({ milliseconds: 1 })).code).toBe(code);
    expect(isCodeOf(secret, code, now.add({ minutes: 5 }))).toBe(codeAt(secret, now.add({ minutes: 5 })).code === code);
  });

  it('is another one for another need', () => {
    const now = Temporal.Instant.from('2026-11-23T02:00:30Z');
    const codes = new Set(Array.from({ length: 20 }, () => codeAt(newCodeSecret(), now).code));
    expect(codes.size).toBeGreaterThan(15);
  });
});
