/** Expressions that several dashboards and alerts share. */

/** Every process of a service tells what the database holds: the maximum is the figure, the sum would be a multiple. */
export const stored = (metric: string, labels = '', by = ''): string => {
  const list = ['community', ...(by ? [by] : [])].join(', ');
  return `max by (${list}) (${metric}{community=~"$community"${labels && `, ${labels}`}})`;
};

export const claimRoute = 'method="POST", route="/v1/needs/:needId/claims"';
export const intakeRoute = 'service="request", method="POST", route=~"/v1/(calls|needs)"';

/** A quantile of a histogram over the last minutes. */
export const quantile = (q: number, metric: string, labels = '', by = ''): string =>
  `histogram_quantile(${q}, sum by (${['le', ...(by ? [by] : [])].join(', ')}) (rate(${metric}_bucket{${labels}}[$__rate_interval])))`;

export const rate = (metric: string, labels = ''): string => `rate(${metric}{${labels}}[$__rate_interval])`;

/**
 * By how much a counter has grown. increase() alone does not see the first of a kind, which makes the series; and a series that
 * was not read for a moment is no new one.
 */
export const added = (metric: string, labels: string, range: string): string => {
  const series = `${metric}${labels && `{${labels}}`}`;
  return `(increase(${series}[${range}]) and last_over_time(${series}[5m] offset ${range})) or max_over_time(${series}[${range}])`;
};

/** The part of requests that failed; without failures 0 rather than nothing. */
export const failing = (labels: string, by: string): string => {
  const all = `sum by (${by}) (${rate('huying_http_request_duration_seconds_count', labels)})`;
  const bad = `sum by (${by}) (${rate('huying_http_request_duration_seconds_count', `${labels}, status=~"5.."`)})`;
  return `(${bad} or ${all} * 0) / ${all}`;
};

export const pool = 'pool=~"$community"';
export const ofService = 'service=~"$service"';
