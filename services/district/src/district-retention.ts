import type { RetentionRule } from '@huying/http';

/** What this service keeps of people: next to nothing, for the feed has no personal data. */
export const districtRetention: readonly RetentionRule[] = [
  {
    name: 'webhooks',
    table: 'webhooks',
    columns: ['secret', 'previous_secret', 'created_by'],
    what: 'Secrets of webhooks, which are nobody’s data, and who made them, by the account’s id',
    purpose: 'Events are signed',
    end: { do: 'elsewhere', how: 'when the webhook is deleted' },
  },
  {
    name: 'district-events',
    table: 'district_events',
    columns: ['data'],
    what: 'The feed: events without personal data, with pseudonyms that change',
    purpose: 'District systems that were away catch up',
    end: { do: 'elsewhere', how: 'deleted after 90 days by `forget-district-events`' },
  },
  {
    name: 'webhook-deliveries',
    table: 'webhook_deliveries',
    columns: ['subject'],
    what: 'Which event was sent where, without what was in it',
    purpose: 'Receivers can ask what they missed',
    end: { do: 'elsewhere', how: 'deleted 30 days after it ended by `forget-webhook-deliveries`' },
  },
];
