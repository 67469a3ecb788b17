import type { Temporal } from 'temporal-polyfill';
import type { Webhook } from './webhook.entity.js';

/** Not a type of the published language: whoever skips what they do not know skips it. */
export const TEST_TYPE = 'huying.webhook.Test';

/** An event in which nothing happens, to see whether a receiver takes what it is sent. It stands nowhere in the feed. */
export const testEvent = (id: string, { id: subject, communityId }: Webhook, now: Temporal.Instant) => ({
  ...{ specversion: '1.0', id, type: TEST_TYPE, source: '/services/district', subject, time: now.toString() },
  ...{ datacontenttype: 'application/json', communityid: communityId, data: {} },
});
