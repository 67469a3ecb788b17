import { wordsInSql, type StoredFigure } from '@huying/http';
import { channels } from './calls/call.entity.js';
import { needStates } from './needs/need.entity.js';

/** Where something has happened at all: of these, zeros are told too. */
const communities = '(SELECT DISTINCT community_id FROM needs UNION SELECT DISTINCT community_id FROM calls) c';
const perCommunity = (condition: string): string => `
  SELECT c.community_id AS community, count(n.id) AS value
  FROM ${communities} LEFT JOIN needs n ON n.community_id = c.community_id AND ${condition} GROUP BY 1`;

/** What operators see of calls and needs. */
export const requestFigures: readonly StoredFigure[] = [
  {
    name: 'huying_needs',
    help: 'Needs of a community by state.',
    labels: ['community', 'state'],
    sql: `
      SELECT c.community_id AS community, s.state, count(n.id) AS value
      FROM ${communities} CROSS JOIN unnest(${wordsInSql(needStates)}) s(state)
      LEFT JOIN needs n ON n.community_id = c.community_id AND n.state = s.state AND $1::timestamptz IS NOT NULL
      GROUP BY 1, 2`,
  },
  {
    name: 'huying_needs_being_claimed',
    help: 'Published needs whose claiming is open just now.',
    labels: ['community'],
    sql: perCommunity(`n.state = 'published' AND n.opens_at <= $1::timestamptz AND n.closes_at > $1::timestamptz`),
  },
  {
    name: 'huying_needs_overdue',
    help: 'Needs that are past the time by which the catalogue promises an answer, and have none.',
    labels: ['community'],
    sql: perCommunity(`n.state IN ('draft', 'published') AND n.due_at < $1::timestamptz`),
  },
  {
    name: 'huying_needs_rated',
    help: 'Needs of the last 30 days about which the caller was asked and answered, by rating (1 to 5).',
    labels: ['community', 'rating'],
    sql: `
      SELECT c.community_id AS community, r.rating, count(n.id) AS value
      FROM ${communities} CROSS JOIN generate_series(1, 5) r(rating)
      LEFT JOIN needs n ON n.community_id = c.community_id AND n.rating = r.rating
        AND n.ends_at > $1::timestamptz - interval '30 days'
      GROUP BY 1, 2`,
  },
  {
    name: 'huying_calls',
    help: 'Calls of a community by the way they came in.',
    labels: ['community', 'channel'],
    sql: `
      SELECT c.community_id AS community, h.channel, count(l.id) AS value
      FROM ${communities} CROSS JOIN unnest(${wordsInSql(channels)}) h(channel)
      LEFT JOIN calls l ON l.community_id = c.community_id AND l.channel = h.channel AND $1::timestamptz IS NOT NULL
      GROUP BY 1, 2`,
  },
  {
    name: 'huying_calls_unclassified',
    help: 'Calls of the last 7 days that nobody has put into the catalogue yet.',
    labels: ['community'],
    sql: `
      SELECT c.community_id AS community, count(l.id) AS value
      FROM ${communities} LEFT JOIN calls l ON l.community_id = c.community_id AND l.accepted_code IS NULL
        AND l.received_at > $1::timestamptz - interval '7 days'
      GROUP BY 1`,
  },
];
