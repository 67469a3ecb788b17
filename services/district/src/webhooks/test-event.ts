import type { Temporal } from 'temporal-polyfill';
import { sequenceText } from '../feed/cloud-event.view.js';
import type { Webhook } from './webhook.entity.js';

/** Not a type of the published language: whoever skips what they do not know skips it. */
export const TEST_TYPE = 'huying.webhook.Test';

/**
 * An event in which nothing happens, to see whether a receiver takes what it is sent. It stands nowhere in the feed: its sequence is
 * that of the last event that was put on its way, so that a receiver which remembers the latest has lost nothing by it.
 */
export const testEvent = (id: string, { communityId, position }: Webhook, now: Temporal.Instant) => ({
  ...{ specversion: '1.0', id, type: TEST_TYPE, source: '/services/district', subject: id, time: now.toString() },
  ...{ datacontenttype: 'application/json', communityid: communityId, sequence: sequenceText(position), data: {} },
});
