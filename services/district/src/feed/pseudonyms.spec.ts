import type { Configuration } from '@huying/http';
import { describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { Pseudonyms } from './pseudonyms.js';

const made = (key = 'k'.repeat(32)) =>
  new Pseudonyms({ BLIND_INDEX_KEY: key, TIME_ZONE: 'Asia/Shanghai' } as Configuration);
const name = (at: string, { person = 'v-1', community = 'xishan', key = 'k'.repeat(32) } = {}) =>
  made(key).of(community, Temporal.Instant.from(at))(person);

describe('the pseudonym of a person', () => {
  const may = name('2026-05-04T01:00:00Z');

  it('is the same all through a month of the community’s clock', () => {
    expect(name('2026-04-30T16:00:00Z')).toBe(may);
    expect(name('2026-05-31T15:59:59Z')).toBe(may);
  });

  it.each([
    ['in the next month', name('2026-05-31T16:00:00Z')],
    ['in another community', name('2026-05-04T01:00:00Z', { community: 'dongshan' })],
    ['of another person', name('2026-05-04T01:00:00Z', { person: 'v-2' })],
    ['by another key', name('2026-05-04T01:00:00Z', { key: 'o'.repeat(32) })],
  ])('is another one %s', (_, other) => expect(other).not.toBe(may));
});
