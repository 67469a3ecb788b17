import { words, type Words } from '../words.js';
import { claimRoute, intakeRoute } from '../dashboards/parts.js';
import type { Alert, Series } from './alert.js';

/**
 * A promise about what people get, and alerts when its budget of failures burns too fast: over a long window, so that
 * it is more than a blip, and over a short one, so that it ends when the fault does (Google SRE Workbook, chapter 5:
 * 14.4 × spends 2 % of a month's budget in an hour, 6 × 5 % in six hours, 3 × 10 % in a day, 1 × 10 % in three days).
 */
export interface Objective {
  /** The value of the label `slo`. */
  readonly name: string;
  /** The part of all that may fail. */
  readonly budget: number;
  /** `[$window]` stands for the window. */
  readonly bad: string;
  readonly all: string;
}

const http = 'huying_http_request_duration_seconds';
const delay = 'huying_event_delay_seconds';

export const objectives = {
  claiming: {
    name: 'claiming',
    budget: 0.001,
    bad: `sum(rate(${http}_count{${claimRoute}, status=~"5.."}[$window]))`,
    all: `sum(rate(${http}_count{${claimRoute}}[$window]))`,
  },
  claimingSpeed: {
    name: 'claiming-speed',
    budget: 0.01,
    bad: `sum(rate(${http}_count{${claimRoute}}[$window])) - sum(rate(${http}_bucket{${claimRoute}, le="0.5"}[$window]))`,
    all: `sum(rate(${http}_count{${claimRoute}}[$window]))`,
  },
  intake: {
    name: 'intake',
    budget: 0.001,
    bad: `sum(rate(${http}_count{${intakeRoute}, status=~"5.."}[$window]))`,
    all: `sum(rate(${http}_count{${intakeRoute}}[$window]))`,
  },
  events: {
    name: 'events',
    budget: 0.001,
    bad: `sum(rate(${delay}_count[$window])) - sum(rate(${delay}_bucket{le="15"}[$window]))`,
    all: `sum(rate(${delay}_count[$window]))`,
  },
} as const satisfies Record<string, Objective>;

const windows = ['5m', '30m', '1h', '2h', '6h', '1d', '3d'] as const;
type Window = (typeof windows)[number];

/** The part that failed; 0 where nothing failed, nothing where nothing was asked. */
export const recordings = Object.values(objectives).flatMap(({ name, bad, all }) =>
  windows.map((window) => ({
    record: `huying:slo_failures:ratio_rate${window}`,
    labels: { slo: name },
    expr: `((${bad}) or (${all}) * 0) / ((${all}) > 0)`.replaceAll('$window', window),
  })),
);

const burns = ({ name, budget }: Objective, factor: number, long: Window, short: Window): string => {
  const over = (window: Window) =>
    `huying:slo_failures:ratio_rate${window}{slo="${name}"} > ${Number((factor * budget).toPrecision(6))}`;
  return `(${over(long)} and ${over(short)})`;
};

const fast = (objective: Objective) => `${burns(objective, 14.4, '1h', '5m')} or ${burns(objective, 6, '6h', '30m')}`;
const slow = (objective: Objective) => `${burns(objective, 3, '1d', '2h')} or ${burns(objective, 1, '3d', '6h')}`;

interface Told {
  readonly objective: Objective;
  readonly runbook: string;
  readonly fast: { readonly name: string; readonly summary: Words };
  readonly slow: { readonly name: string; readonly summary: Words };
  /** Something is asked 60 times a minute, and so many of these fail. */
  readonly series: (failures: number) => readonly Series[];
}

const requests =
  (route: string, service: string) =>
  (failures: number): Series[] => {
    const labels = `job="huying", service="${service}", method="POST", route="${route}"`;
    return [
      { series: `${http}_count{${labels}, status="201"}`, values: `0+${60 - failures}x60` },
      { series: `${http}_count{${labels}, status="503"}`, values: `0+${failures}x60` },
    ];
  };

/** Of 60 observations a minute so many took longer than `le`. */
const observations =
  (metric: string, labels: string, le: string) =>
  (failures: number): Series[] => [
    { series: `${metric}_count{${labels}}`, values: '0+60x60' },
    { series: `${metric}_bucket{${labels}, le="${le}"}`, values: `0+${60 - failures}x60` },
  ];

const told: readonly Told[] = [
  {
    objective: objectives.claiming,
    runbook: 'claiming-fails',
    fast: {
      name: 'ClaimingFails',
      summary: words('认领请求大量失败', 'Many claims fail'),
    },
    slow: {
      name: 'ClaimingFailsNowAndThen',
      summary: words('认领请求持续有失败,月度目标将耗尽', 'Claims keep failing: the month’s promise will not be kept'),
    },
    series: requests('/v1/needs/:needId/claims', 'claim'),
  },
  {
    objective: objectives.claimingSpeed,
    runbook: 'claiming-slow',
    fast: { name: 'ClaimingIsSlow', summary: words('认领超过 500 毫秒的比例过高', 'Too many claims take over 500 ms') },
    slow: {
      name: 'ClaimingIsSlowNowAndThen',
      summary: words('认领持续偏慢', 'Claims keep taking over 500 ms: p99 is above the promise'),
    },
    series: observations(
      http,
      'job="huying", service="claim", method="POST", route="/v1/needs/:needId/claims", status="201"',
      '0.5',
    ),
  },
  {
    objective: objectives.intake,
    runbook: 'intake-fails',
    fast: { name: 'IntakeFails', summary: words('诉求登记大量失败', 'Many calls and needs cannot be written down') },
    slow: {
      name: 'IntakeFailsNowAndThen',
      summary: words('诉求登记持续有失败', 'Calls and needs keep failing to be written down'),
    },
    series: requests('/v1/calls', 'request'),
  },
  {
    objective: objectives.events,
    runbook: 'events-late',
    fast: {
      name: 'EventsAreLate',
      summary: words('大量事件超过 15 秒才生效', 'Many events take over 15 s to have an effect'),
    },
    slow: {
      name: 'EventsAreLateNowAndThen',
      summary: words('持续有事件超过 15 秒才生效', 'Events keep taking over 15 s to have an effect'),
    },
    series: observations(delay, 'job="huying", service="request", type="huying.claim.v1.PlaceHeld"', '15'),
  },
];

/** Two for each promise: one that wakes somebody, one for the morning. */
export const objectiveAlerts: readonly Alert[] = told.flatMap(({ objective, runbook, series, ...texts }) => [
  {
    ...texts.fast,
    expr: fast(objective),
    for: '2m',
    severity: 'page',
    runbook,
    // One in four fails: far above 14.4 times any of the budgets. Of the slow one's budget alone nobody is woken.
    firing: { series: series(15), at: '40m', labels: { slo: objective.name } },
    silent: { series: series(0), at: '40m' },
  },
  {
    ...texts.slow,
    expr: slow(objective),
    for: '15m',
    severity: 'ticket',
    runbook,
    firing: { series: series(3), at: '40m', labels: { slo: objective.name } },
    silent: { series: series(0), at: '40m' },
  },
]);
