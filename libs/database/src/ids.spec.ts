import { describe, expect, it } from '@jest/globals';
import { validate, version } from 'uuid';
import { newId } from './ids.js';

describe('ids', () => {
  it('are UUIDv7 that never repeat, also when the randomness drawn at once is used up', () => {
    const ids = Array.from({ length: 2_000 }, newId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true);
  });

  it('differ in all that is random, not only in their time', () => {
    const tails = Array.from({ length: 2_000 }, () => newId().slice(14));
    expect(new Set(tails).size).toBe(tails.length);
  });

  it('are of the time at which they were made', () => {
    const before = Date.now();
    const at = parseInt(newId().replace('-', '').slice(0, 12), 16);
    expect(at).toBeGreaterThanOrEqual(before);
    expect(at).toBeLessThanOrEqual(Date.now());
  });
});
