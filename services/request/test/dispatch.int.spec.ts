import { Dispatch, NeedPublishedSchema, toInstant } from '@huying/contracts';
import { TestService } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { requestService } from '../src/index.js';
import { aNeed, inHours, published, raised, violations } from './examples.js';

let api: TestService;

beforeAll(async () => {
  api = await TestService.start(requestService);
});
afterAll(() => api.stop());

const publish = async (wish: object, fields: object = {}) =>
  api.post(`/v1/needs/${await raised(api, fields)}/publication`, wish);
const groupId = uuidv7();

describe('how a need is dispatched', () => {
  it('is kept, shown and told', async () => {
    const requirements = {
      skills: ['cooking'],
      minimumAge: 18,
      preferredSkills: ['first-aid'],
      trainings: ['elder-care'],
      hometowns: ['33', '3304', '330481'],
      dialects: ['wu-haining'],
    };
    const location = { name: '居民会客厅', building: '3幢', latitude: 30.5257, longitude: 120.6807 };
    const waves = { groupsAt: inHours(2), everyoneAt: inHours(3) };
    const wish = { dispatch: 'waves', waves, groupIds: [groupId], offerMinutes: 30, restHours: 12, risk: '高空作业' };
    const answer = await publish(wish, { requirements, location });
    expect(answer).toMatchObject({ status: 201, body: { ...wish, requirements, location, drawAt: null } });
    const needId = answer.body.id as string;
    expect((await api.get(`/v1/needs/${needId}`)).body).toMatchObject({ ...wish, requirements, location });
    const [told] = await api.kafka.awaitEmitted(NeedPublishedSchema, needId);
    expect(told).toMatchObject({
      dispatch: Dispatch.WAVES,
      requirements,
      location,
      offerMinutes: 30,
      restHours: 12,
      risk: '高空作业',
    });
    expect(toInstant(told?.waves?.everyoneAt).toString({ smallestUnit: 'millisecond' })).toBe(waves.everyoneAt);
  });

  it('may be an alert without a number of places', async () => {
    const answer = await publish({ dispatch: 'alert' }, { urgency: 'emergency', places: undefined });
    expect(answer).toMatchObject({ status: 201, body: { dispatch: 'alert', places: 0, state: 'published' } });
  });

  it('is chosen anew when the need is published again', async () => {
    const drawAt = inHours(5);
    const needId = await published(api, {}, { dispatch: 'draw', drawAt, restHours: 3 });
    await api.post(`/v1/needs/${needId}/cancellation`, { reason: '改期' });
    const times = { startsAt: inHours(72), endsAt: inHours(73) };
    const reopened = await api.post(`/v1/needs/${needId}/reopening`, { reason: '改期', ...times });
    expect(reopened.body).toMatchObject({ state: 'draft', drawAt: null });
    const again = await api.post(`/v1/needs/${needId}/publication`, {});
    expect(again.body).toMatchObject({ dispatch: 'first-come', drawAt: null, waves: null, restHours: 0 });
  });

  it.each<[string, object, object, string]>([
    ['an alert that is no emergency', { dispatch: 'alert' }, {}, 'need-alert-not-an-emergency'],
    [
      'an emergency without places that is no alert',
      {},
      { urgency: 'emergency', places: undefined },
      'need-places-required',
    ],
    ['waves without times', { dispatch: 'waves', groupIds: [groupId] }, {}, 'need-waves-required'],
    [
      'waves for everybody at once',
      { dispatch: 'waves', waves: { groupsAt: inHours(1), everyoneAt: inHours(2) } },
      {},
      'need-waves-without-circle',
    ],
    [
      'waves the wrong way round',
      { dispatch: 'waves', groupIds: [groupId], waves: { groupsAt: inHours(3), everyoneAt: inHours(2) } },
      {},
      'need-waves-out-of-order',
    ],
    [
      'waves after the start',
      { dispatch: 'waves', groupIds: [groupId], waves: { groupsAt: inHours(3), everyoneAt: inHours(25) } },
      {},
      'need-waves-too-late',
    ],
    [
      'waves without their way to dispatch',
      { waves: { groupsAt: inHours(1), everyoneAt: inHours(2) } },
      {},
      'need-waves-not-asked-for',
    ],
    ['a draw at no time', { dispatch: 'draw' }, {}, 'need-draw-time-required'],
    ['a draw in the past', { dispatch: 'draw', drawAt: inHours(-1) }, {}, 'need-draw-before-opening'],
    ['a draw after the start', { dispatch: 'draw', drawAt: inHours(25) }, {}, 'need-draw-too-late'],
    ['a time of the draw for first come', { drawAt: inHours(3) }, {}, 'need-draw-time-not-asked-for'],
  ])('is not %s', async (_, wish, fields, code) => {
    expect(await publish(wish, fields)).toMatchObject({ status: 422, body: { code } });
  });
});

describe('what is told of dispatch', () => {
  it('is checked field by field', async () => {
    const answer = await publish({
      dispatch: 'lottery',
      waves: { groupsAt: 'soon' },
      drawAt: 7,
      offerMinutes: 1_441,
      restHours: 169,
      risk: 'x'.repeat(501),
    });
    expect(violations(answer)).toEqual([
      '/dispatch isIn',
      '/drawAt isInstant',
      '/offerMinutes max',
      '/restHours max',
      '/risk maxLength',
      '/waves/everyoneAt isInstant',
      '/waves/groupsAt isInstant',
    ]);
  });

  it.each([
    [{ preferredSkills: ['First Aid'] }, '/requirements/preferredSkills matches'],
    [{ trainings: ['a'] }, '/requirements/trainings matches'],
    [{ hometowns: ['330'] }, '/requirements/hometowns matches'],
    [{ hometowns: ['0304'] }, '/requirements/hometowns matches'],
    [{ dialects: 'wu' }, '/requirements/dialects arrayMaxSize'],
  ])('takes no %j', async (requirements, violation) => {
    expect(violations(await api.post('/v1/needs', aNeed({ requirements })))).toContain(violation);
  });

  it.each([
    [{ latitude: 30 }, '/location/longitude isNumber'],
    [{ longitude: 120 }, '/location/latitude isNumber'],
    [{ latitude: 91, longitude: 120 }, '/location/latitude max'],
    [{ latitude: 30, longitude: -181 }, '/location/longitude min'],
  ])('takes no place at %j', async (degrees, violation) => {
    const answer = await api.post('/v1/needs', aNeed({ location: { name: '居民会客厅', ...degrees } }));
    expect(violations(answer)).toContain(violation);
  });

  it('needs places unless it is an emergency', async () => {
    const raise = (urgency: string) => api.post('/v1/needs', aNeed({ urgency, places: undefined }));
    expect(violations(await raise('high'))).toContain('/places isInt');
    expect(await raise('emergency')).toMatchObject({ status: 201, body: { places: 0 } });
    expect(violations(await api.post('/v1/needs', aNeed({ urgency: 'emergency', places: 0 })))).toEqual([
      '/places min',
    ]);
  });
});
