import { Audience, Dispatch, toInstant, type NeedPublished } from '@huying/contracts';
import { given } from '@huying/testing';
import { describe, expect, it } from '@jest/globals';
import { dispatches, needStates } from './need.entity.js';
import { aNeed, inHours, now } from './need.examples.js';
import { publish, type Publication } from './publication.js';

const publication = (fields: Partial<Publication> = {}): Publication => ({
  by: 'staff-1',
  now,
  groupIds: [],
  waitingList: true,
  ...fields,
});
const opensIn = (event: NeedPublished) => toInstant(event.opensAt).toString();

describe('publishing a need', () => {
  it('opens claiming at once, until the start, and lets places be given back until two hours before', () => {
    const event = publish(aNeed(), publication());
    expect(toInstant(event.opensAt).equals(now)).toBe(true);
    expect(toInstant(event.closesAt).equals(inHours(24))).toBe(true);
    expect(toInstant(event.releaseUntil).equals(inHours(22))).toBe(true);
    expect(event).toMatchObject({
      publication: 1,
      audience: Audience.COMMUNITY,
      waitingList: true,
      publishedBy: 'staff-1',
    });
  });

  it('opens claiming at the chosen time, and never before now', () => {
    expect(opensIn(publish(aNeed(), publication({ opensAt: inHours(3) })))).toBe(inHours(3).toString());
    expect(opensIn(publish(aNeed(), publication({ opensAt: inHours(-3) })))).toBe(now.toString());
  });

  it('goes to the groups that are named', () => {
    given(aNeed())
      .when(publish, publication({ groupIds: ['g-1'], waitingList: false }))
      .then({ audience: Audience.GROUPS, groupIds: ['g-1'], waitingList: false });
  });

  it('counts how often a need has been published', () => {
    given(aNeed({ publication: 2 }))
      .when(publish, publication())
      .then({ publication: 3 });
  });

  it.each(needStates.filter((state) => state !== 'draft'))('is refused for a need that is %s', (state) => {
    given(aNeed({ state })).when(publish, publication()).thenRefused('need-not-a-draft');
  });

  it.each<[string, Partial<Publication>, string]>([
    ['opens with the start', { opensAt: inHours(24) }, 'need-opens-after-start'],
    ['opens after the start', { opensAt: inHours(25) }, 'need-opens-after-start'],
    ['closes when it opens', { opensAt: inHours(3), closesAt: inHours(3) }, 'need-closes-before-opening'],
    ['closes in the past', { closesAt: inHours(-1) }, 'need-closes-before-opening'],
    ['closes after the end', { closesAt: inHours(26.1) }, 'need-closes-after-end'],
    ['comes after the start', { now: inHours(24.1) }, 'need-starts-in-the-past'],
    ['comes with the start', { now: inHours(24) }, 'need-opens-after-start'],
  ])('is refused if claiming %s', (_, wish, code) => {
    given(aNeed()).when(publish, publication(wish)).thenRefused(code);
  });

  it('may leave claiming open until the end', () => {
    given(aNeed())
      .when(publish, publication({ closesAt: inHours(26) }))
      .then({ needId: 'n-1' });
  });
});

describe('a way to dispatch', () => {
  const waves = (groupsIn: number, everyoneIn: number) => ({
    groupsAt: inHours(groupsIn),
    everyoneAt: inHours(everyoneIn),
  });
  const inWaves = (groupsIn: number, everyoneIn: number, fields: Partial<Publication> = {}) =>
    publication({ dispatch: 'waves', waves: waves(groupsIn, everyoneIn), groupIds: ['g-1'], ...fields });
  const drawn = (fields: Partial<Publication> = {}) => publication({ dispatch: 'draw', drawAt: inHours(3), ...fields });

  it('is first come unless something else is said', () => {
    given(aNeed()).when(publish, publication()).then({
      dispatch: Dispatch.FIRST_COME,
      offerMinutes: 0,
      restHours: 0,
      risk: '',
    });
  });

  it('tells of no waves and no draw unless there are some', () => {
    expect(publish(aNeed(), publication())).not.toHaveProperty('waves');
    expect(publish(aNeed(), publication())).not.toHaveProperty('drawAt');
  });

  it.each(['first-come', 'approval'] as const)('%s needs nothing more', (dispatch) => {
    given(aNeed()).when(publish, publication({ dispatch })).then({ needId: 'n-1' });
  });

  it('tells when the circle widens', () => {
    const event = publish(aNeed(), inWaves(1, 2));
    expect(event.dispatch).toBe(Dispatch.WAVES);
    expect(toInstant(event.waves?.groupsAt).equals(inHours(1))).toBe(true);
    expect(toInstant(event.waves?.everyoneAt).equals(inHours(2))).toBe(true);
  });

  it('tells when the lots are drawn, how long an offer stands, how long one rests, and what is risky', () => {
    const event = publish(aNeed(), drawn({ offerMinutes: 30, restHours: 12, risk: '高空作业' }));
    expect(event).toMatchObject({ dispatch: Dispatch.DRAW, offerMinutes: 30, restHours: 12, risk: '高空作业' });
    expect(toInstant(event.drawAt).equals(inHours(3))).toBe(true);
  });

  it('carries what volunteers must bring, and where it is', () => {
    const bring = {
      preferredSkills: ['cooking'],
      trainings: ['first-aid'],
      hometowns: ['33'],
      dialects: ['wu-haining'],
    };
    given(aNeed({ ...bring, latitude: 30.5, longitude: 120.7 }))
      .when(publish, publication())
      .then({ requirements: bring, location: { name: '居民会客厅', latitude: 30.5, longitude: 120.7 } });
    expect(publish(aNeed(), publication()).location).not.toHaveProperty('latitude');
  });

  it.each([
    ['the groups and everyone together', 1, 1],
    ['the groups with the opening', 0, 1],
  ])('in waves may take in %s', (_, groupsIn, everyoneIn) => {
    given(aNeed()).when(publish, inWaves(groupsIn, everyoneIn)).then({ needId: 'n-1' });
  });

  it.each<[string, Publication, string]>([
    ['say when it widens', publication({ dispatch: 'waves', groupIds: ['g-1'] }), 'need-waves-required'],
    ['name a circle', inWaves(1, 2, { groupIds: [] }), 'need-waves-without-circle'],
    ['widen to everyone last', inWaves(3, 2), 'need-waves-out-of-order'],
    ['open before it widens', inWaves(1, 2, { opensAt: inHours(1.5) }), 'need-waves-out-of-order'],
    ['be open to everyone before the start', inWaves(1, 24), 'need-waves-too-late'],
    ['be open to everyone before claiming closes', inWaves(1, 9, { closesAt: inHours(9) }), 'need-waves-too-late'],
  ])('in waves must %s', (_, wish, code) => {
    given(aNeed()).when(publish, wish).thenRefused(code);
  });

  it('in waves needs no groups if some skills come first', () => {
    given(aNeed({ preferredSkills: ['cooking'] }))
      .when(publish, inWaves(1, 2, { groupIds: [] }))
      .then({ needId: 'n-1' });
  });

  it.each<[string, Publication, string]>([
    ['say when', publication({ dispatch: 'draw' }), 'need-draw-time-required'],
    ['come after the opening', drawn({ opensAt: inHours(3) }), 'need-draw-before-opening'],
    ['come after now', drawn({ drawAt: inHours(-1) }), 'need-draw-before-opening'],
    ['come before the start', drawn({ drawAt: inHours(24) }), 'need-draw-too-late'],
    ['come before claiming closes', drawn({ closesAt: inHours(3) }), 'need-draw-too-late'],
  ])('by lot must %s', (_, wish, code) => {
    given(aNeed()).when(publish, wish).thenRefused(code);
  });

  it.each(dispatches.filter((one) => one !== 'waves'))('%s has no waves', (dispatch) => {
    given(aNeed({ urgency: 'emergency' }))
      .when(publish, publication({ dispatch, waves: waves(1, 2), groupIds: ['g-1'] }))
      .thenRefused('need-waves-not-asked-for');
  });

  it.each(dispatches.filter((one) => one !== 'draw'))('%s draws no lots', (dispatch) => {
    given(aNeed({ urgency: 'emergency' }))
      .when(
        publish,
        publication({
          dispatch,
          groupIds: ['g-1'],
          drawAt: inHours(3),
          ...(dispatch === 'waves' && { waves: waves(1, 2) }),
        }),
      )
      .thenRefused('need-draw-time-not-asked-for');
  });

  it('by alert is for emergencies, with or without places', () => {
    for (const places of [0, 3]) {
      given(aNeed({ urgency: 'emergency', places }))
        .when(publish, publication({ dispatch: 'alert' }))
        .then({ places });
    }
    given(aNeed({ urgency: 'high' }))
      .when(publish, publication({ dispatch: 'alert' }))
      .thenRefused('need-alert-not-an-emergency');
  });

  it.each(dispatches.filter((one) => one !== 'alert'))('%s has a number of places', (dispatch) => {
    given(aNeed({ urgency: 'emergency', places: 0 }))
      .when(publish, publication({ dispatch }))
      .thenRefused('need-places-required');
  });
});
