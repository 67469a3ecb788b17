/**
 * The indicators of days, from the rows that events were folded into. What each means is said, with its formula, in
 * docs/district/indicators.md, in this order.
 *
 * $1 community   $2 first day   $3 last day   $4 time zone   $5 now
 */
export const DAYS = `
  WITH days AS (
    SELECT day::date AS day, (day::timestamp AT TIME ZONE $4) AS begins,
           ((day + interval '1 day')::timestamp AT TIME ZONE $4) AS ends,
           (date_trunc('month', day)::timestamp AT TIME ZONE $4) AS month_begins,
           ((day - interval '29 days')::timestamp AT TIME ZONE $4) AS thirty_days_ago
    FROM generate_series($2::date, $3::date, interval '1 day') AS day
  )
  SELECT to_char(d.day, 'YYYY-MM-DD') AS day,
    calls.received AS calls, calls.minutes AS "minutesToAnswer",
    raised.count AS "needsRaised", ${rounded('raised.before_call', 4)} AS "foundBeforeCall",
    published.minutes AS "minutesToPublish", filled.minutes AS "minutesToFill", completed.minutes AS "minutesToComplete",
    ${rounded('completed.count / nullif(completed.count + given_up.count, 0)::float8', 4)} AS fulfilment,
    ${rounded('rated.mean', 2)} AS satisfaction, rated.count AS ratings,
    overdue.items AS overdue, common.items AS "commonProblems",
    served.people AS "volunteersActive", ${rounded('served.hours', 2)} AS hours, ${rounded('places.gini', 4)} AS fairness,
    missed.count AS "noShows", ${rounded('missed.count / nullif(missed.count + served.count, 0)::float8', 4)} AS "noShowShare"
  FROM days d
  CROSS JOIN LATERAL (
    SELECT count(*)::int AS received, ${minutes('received_at', 'answered_at')} AS minutes
    FROM indicator_calls WHERE community_id = $1 AND received_at >= d.begins AND received_at < d.ends
  ) calls
  CROSS JOIN LATERAL (
    SELECT count(*)::int AS count, avg(found_before_call::int)::float8 AS before_call
    FROM indicator_needs WHERE community_id = $1 AND raised_at >= d.begins AND raised_at < d.ends
  ) raised
  CROSS JOIN LATERAL (${needsBy('published_at', 'raised_at')}) published
  CROSS JOIN LATERAL (${needsBy('filled_at', 'published_at')}) filled
  CROSS JOIN LATERAL (${needsBy('completed_at', 'raised_at')}) completed
  CROSS JOIN LATERAL (
    SELECT count(*)::int AS count FROM indicator_needs
    WHERE community_id = $1 AND given_up_at >= d.begins AND given_up_at < d.ends AND completed_at IS NULL
  ) given_up
  CROSS JOIN LATERAL (
    SELECT count(*)::int AS count, avg(rating)::float8 AS mean FROM indicator_needs
    WHERE community_id = $1 AND rated_at >= d.begins AND rated_at < d.ends
  ) rated
  CROSS JOIN LATERAL (
    ${items(`raised_at < d.ends AND due_at < least(d.ends, $5::timestamptz)
      AND least(filled_at, completed_at, given_up_at, 'infinity') >= least(d.ends, $5::timestamptz)`)}
  ) overdue
  CROSS JOIN LATERAL (${items('raised_at >= d.thirty_days_ago AND raised_at < d.ends', 3)}) common
  CROSS JOIN LATERAL (
    SELECT count(*)::int AS count, count(DISTINCT served_by)::int AS people, coalesce(sum(minutes), 0) / 60.0::float8 AS hours
    FROM indicator_services WHERE community_id = $1 AND served_at >= d.begins AND served_at < d.ends
  ) served
  CROSS JOIN LATERAL (
    SELECT 2 * sum(rank * places) / (count(*) * sum(places)) - (count(*) + 1) / nullif(count(*), 0)::float8 AS gini
    FROM (
      SELECT count(*)::float8 AS places, row_number() OVER (ORDER BY count(*)) AS rank
      FROM indicator_services
      WHERE community_id = $1 AND held_at >= d.month_begins AND held_at < d.ends
        AND (released_at IS NULL OR released_at >= d.ends)
      GROUP BY held_by
    ) AS of_each
  ) places
  CROSS JOIN LATERAL (
    SELECT count(*)::int AS count FROM indicator_services
    WHERE community_id = $1 AND missed_at >= d.begins AND missed_at < d.ends
  ) missed
  ORDER BY d.day`;

/** As many decimals as anybody reads. */
function rounded(value: string, decimals: number): string {
  return `round((${value})::numeric, ${decimals})::float8`;
}

/** How many of those that are selected have both times, and the minutes between them. */
function minutes(from: string, until: string): string {
  const between = `extract(epoch FROM ${until} - ${from}) / 60`;
  const at = (share: number) => rounded(`percentile_cont(${share}) WITHIN GROUP (ORDER BY ${between})`, 1);
  return `json_build_object('count', count(${between}), 'median', ${at(0.5)}, 'p90', ${at(0.9)})`;
}

/** Needs to which something happened on the day, and how long after something else. */
function needsBy(when: string, since: string): string {
  return `SELECT count(*)::int AS count, ${minutes(since, when)} AS minutes FROM indicator_needs
    WHERE community_id = $1 AND ${when} >= d.begins AND ${when} < d.ends`;
}

/** How many needs of each item, most first. */
function items(condition: string, atLeast = 1): string {
  return `SELECT coalesce(json_agg(json_build_object('itemCode', item_code, 'count', count) ORDER BY count DESC, item_code), '[]') AS items
    FROM (
      SELECT item_code, count(*)::int AS count FROM indicator_needs
      WHERE community_id = $1 AND item_code IS NOT NULL AND ${condition}
      GROUP BY item_code HAVING count(*) >= ${atLeast}
    ) AS of_items`;
}
