import { wordsInSql, type StoredFigure } from '@huying/http';
import { attendanceStates } from './attendances/attendance.entity.js';
import { volunteerStates } from './volunteers/volunteer.entity.js';

const communities = '(SELECT DISTINCT community_id FROM volunteers) c';

/** What operators see of volunteers and their service. */
export const volunteerFigures: readonly StoredFigure[] = [
  {
    name: 'huying_volunteers',
    help: 'Volunteers of a community by standing.',
    labels: ['community', 'state'],
    sql: `
      SELECT c.community_id AS community, s.state, count(v.id) AS value
      FROM ${communities} CROSS JOIN unnest(${wordsInSql(volunteerStates)}) s(state)
      LEFT JOIN volunteers v ON v.community_id = c.community_id AND v.state = s.state AND $1::timestamptz IS NOT NULL
      GROUP BY 1, 2`,
  },
  {
    name: 'huying_attendances',
    help: 'Places held in the last 7 days, by whether the volunteer is expected, there, gone or missed.',
    labels: ['community', 'state'],
    sql: `
      SELECT c.community_id AS community, s.state, count(a.claim_id) AS value
      FROM ${communities} CROSS JOIN unnest(${wordsInSql(attendanceStates)}) s(state)
      LEFT JOIN attendances a ON a.community_id = c.community_id AND a.state = s.state
        AND a.held_at > $1::timestamptz - interval '7 days'
      GROUP BY 1, 2`,
  },
  {
    name: 'huying_service_seconds',
    help: 'Time of service in the service records of a community, all together.',
    labels: ['community'],
    sql: `
      SELECT c.community_id AS community, coalesce(sum(r.minutes), 0) * 60 AS value
      FROM ${communities}
      LEFT JOIN service_records r ON r.community_id = c.community_id AND $1::timestamptz IS NOT NULL
      GROUP BY 1`,
  },
];
