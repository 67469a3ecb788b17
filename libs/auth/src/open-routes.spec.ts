import { describe, expect, it } from '@jest/globals';
import { isOpenRoute } from './open-routes.js';

describe('what answers without a token', () => {
  it.each([
    '/health/live',
    '/health/ready',
    '/health/live?verbose',
    '/openapi.json',
    '/docs',
    '/docs/',
    '/docs/a.js',
    '/v1/calendars/1/calendar.ics?key=x',
    '/open311/v2/requests.xml',
  ])('%s does', (url) => expect(isOpenRoute(url)).toBe(true));

  it.each([
    '/',
    '',
    '/v1/needs',
    '/v1/needs?x=/docs/',
    '/health',
    '/health/live/x',
    '/docsx',
    '//docs/',
    '/v1/docs/',
    '/v1/calendars',
    '/open311',
    '/v1/open311-keys',
    '/v1/venues/1/calendar.ics',
  ])('%j does not', (url) => expect(isOpenRoute(url)).toBe(false));
});
