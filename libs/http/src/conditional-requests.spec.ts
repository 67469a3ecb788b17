import { describe, expect, it } from '@jest/globals';
import { isKnown } from './conditional-requests.js';
import { ensureVersion, etagOf } from './headers.js';

describe('an answer that the client has already', () => {
  it.each([
    ['"3-abc"', true],
    ['W/"3-abc"', true],
    ['"1", "3-abc"', true],
    ['"1",W/"3-abc" ', true],
    ['*', true],
    ['"3"', false],
    ['3-abc', false],
    ['"3-ABC"', false],
    ['', false],
    ['"1", "2"', false],
  ])('is known by If-None-Match %j: %s', (asked, known) => expect(isKnown(asked, '"3-abc"')).toBe(known));
});

describe('the ETag of a resource', () => {
  it('changes with its version, and with whatever else is shown', () => {
    const tags = [etagOf(1, { a: 1 }), etagOf(2, { a: 1 }), etagOf(1, { a: 2 })];
    expect(new Set(tags).size).toBe(3);
    expect(etagOf(1, { a: 1 })).toBe(tags[0]);
    expect(tags[0]).toMatch(/^"1-[\w-]{12}"$/);
  });

  it('refuses a change that rests on another version', () => {
    expect(() => ensureVersion({ version: 2 }, 2)).not.toThrow();
    expect(() => ensureVersion({ version: 2 }, 1)).toThrow('changed-meanwhile');
    expect(() => ensureVersion({ version: 2 }, 3)).toThrow('changed-meanwhile');
  });
});
