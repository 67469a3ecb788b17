import { toInstant } from '@huying/contracts';
import { given } from '@huying/testing';
import { describe, expect, it } from '@jest/globals';
import { needStates } from './need.entity.js';
import { aNeed, inHours, now } from './need.examples.js';
import { move, type Move } from './move.js';

const published = (fields: object = {}) =>
  aNeed({
    state: 'published',
    publication: 1,
    ...{ opensAt: inHours(1), closesAt: inHours(23), releaseUntil: inHours(20) },
    ...fields,
  });
const to = (starts: number, ends: number, fields: Partial<Move> = {}): Move => ({
  ...{ by: 'staff-1', now, reason: '下雨', startsAt: inHours(starts), endsAt: inHours(ends) },
  ...fields,
});
const draw = { dispatch: 'draw', drawAt: inHours(12) };
const waves = { dispatch: 'waves', groupsAt: inHours(2), everyoneAt: inHours(12) };

describe('moving a need', () => {
  it('keeps how long before the start claiming closes and places may be given back', () => {
    const event = move(published(), to(48, 50));
    expect(event).toMatchObject({ publication: 1, revision: 1 });
    expect(toInstant(event.opensAt).equals(inHours(1))).toBe(true);
    expect(toInstant(event.closesAt).equals(inHours(47))).toBe(true);
    expect(toInstant(event.releaseUntil).equals(inHours(44))).toBe(true);
  });

  it('closes claiming with the end at the latest', () => {
    const event = move(published({ closesAt: inHours(26) }), to(48, 49));
    expect(toInstant(event.closesAt).equals(inHours(49))).toBe(true);
  });

  it('may be to another place at the same time, or to another time at the same place', () => {
    const place = { locationName: '西山公园', building: '', latitude: null, longitude: null };
    given(published())
      .when(move, to(24, 26, { place }))
      .then({ location: { name: '西山公园' } });
    given(published())
      .when(move, to(24, 27))
      .then({ location: { name: '居民会客厅', building: '3幢' } });
    const there = { locationName: '居民会客厅', building: '3幢', latitude: null, longitude: null };
    given(published())
      .when(move, to(24, 26, { place: there }))
      .thenRefused('need-not-moved');
  });

  it.each(needStates.filter((state) => state !== 'published' && state !== 'filled'))('is refused when %s', (state) => {
    given(published({ state })).when(move, to(48, 50)).thenRefused('need-wrong-state');
  });

  it.each<[string, object, Move, string]>([
    ['before its draw', draw, to(13, 14), 'need-draw-too-late'],
    ['before it is open to everyone', waves, to(13, 14), 'need-waves-too-late'],
    ['before claiming opens', { opensAt: inHours(5) }, to(6, 7), 'need-opens-after-start'],
    ['with an answer by the start', {}, to(48, 50, { answerBy: inHours(48) }), 'need-answer-out-of-time'],
    ['with an answer by now', {}, to(48, 50, { answerBy: now }), 'need-answer-out-of-time'],
  ])('is refused to a time %s', (_, fields, wish, code) => {
    given(published(fields)).when(move, wish).thenRefused(code);
  });

  it.each([draw, waves])('is possible to any time once that is past: %p', (fields) => {
    given(published(fields))
      .when(move, to(14, 15, { now: inHours(12.5) }))
      .then({ revision: 1 });
  });
});
