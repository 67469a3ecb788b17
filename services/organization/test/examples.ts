import { aName, type Body, expectBody, type TestService } from '@huying/testing';
import { Temporal } from 'temporal-polyfill';

export const ZONE = 'Asia/Shanghai';

/** A day so many days from today in the community's zone, `YYYY-MM-DD`. */
export const inDays = (days: number): string => Temporal.Now.plainDateISO(ZONE).add({ days }).toString();

/** A time of a day, RFC 3339. */
export const at = (day: string, time: string): string =>
  Temporal.PlainDate.from(day)
    .toZonedDateTime({ timeZone: ZONE, plainTime: time })
    .toInstant()
    .toString({ smallestUnit: 'millisecond' });

export const reason = { reason: '居委会讨论决定' };

/** An organisation that has applied. */
export async function applied(api: TestService, fields: object = {}): Promise<Body> {
  return expectBody(await api.post('/v1/organizations', { name: aName('组织'), purpose: '服务居民', ...fields }));
}

/** One that was accepted, and so is at work. */
export async function accepted(api: TestService, fields: object = {}): Promise<Body> {
  const { id } = await applied(api, fields);
  return expectBody(await api.post(`/v1/organizations/${id}/acceptance`, reason));
}

export const kinds = ['charter', 'members', 'room', 'first-activity', 'party-branch', 'accounts', 'registration'];
export const aPlan = (dueOn: string) => kinds.map((kind) => ({ kind, ownerId: 'staff-1', dueOn }));

/** A venue that is open all day, every day. */
export const aVenue = (fields: object = {}) => ({
  name: aName('居民会客厅'),
  kind: 'parlour',
  building: '3幢',
  capacity: 60,
  equipment: ['projector'],
  hours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '08:00', until: '21:00' })),
  ...fields,
});

export async function opened(api: TestService, fields: object = {}): Promise<Body> {
  return expectBody(await api.post('/v1/venues', aVenue(fields)));
}

/** A programme that is open, of a new organisation. */
export async function openProgramme(api: TestService, kind: string, fields: object = {}): Promise<Body> {
  const { id: organizationId } = await accepted(api, { accountId: aName('org-') });
  const wish = {
    organizationId,
    kind,
    name: aName('项目'),
    purpose: '公益',
    fromOn: inDays(-30),
    untilOn: inDays(300),
  };
  const { id } = expectBody(await api.post('/v1/programmes', { ...wish, ...fields }));
  return expectBody(await api.post(`/v1/programmes/${id}/opening`, {}));
}
