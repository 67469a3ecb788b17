import { words } from '../words.js';
import type { Dashboard } from './dashboard.js';
import { plain, redBelow, yellowAndRed } from './panel.js';
import { failing, intakeRoute, quantile, rate, stored } from './parts.js';

/** 金姐热线: what comes in, and whether it is answered in time. */
export const intake: Dashboard = {
  name: 'intake',
  title: words('热线与应答时限', 'Hotline and time limits'),
  about: words('诉求从哪里来,是否按时应答。', 'Where calls come from, and whether they are answered in time.'),
  panels: [
    {
      title: words('受理成功率', 'Intake that succeeds'),
      shows: words(
        '登记诉求与需求的请求中未以 5xx 结束的比例。目标 99.9%。',
        'The part of calls and needs written down without a 5xx. The promise: 99.9 %.',
      ),
      bad: words(
        '值班人员先用纸记录;看请求服务与其数据库。',
        'Those on duty write on paper meanwhile; look at the request service and its database.',
      ),
      runbook: 'intake-fails',
      kind: 'number',
      unit: 'percentunit',
      thresholds: redBelow(0.99, 0.999),
      queries: [{ expr: `1 - (${failing(intakeRoute, 'service')})` }],
    },
    {
      title: words('未归类的诉求', 'Calls not classified'),
      shows: words(
        '最近 7 天尚未归入需求清单的诉求。',
        'Calls of the last 7 days that nobody has put into the catalogue.',
      ),
      bad: words(
        '安排人员归类,否则共性问题无法浮现。',
        'Have them classified: common problems do not surface otherwise.',
      ),
      runbook: 'needs-overdue',
      kind: 'number',
      unit: 'short',
      thresholds: yellowAndRed(20, 100),
      queries: [{ expr: `sum(${stored('huying_calls_unclassified')})` }],
    },
    {
      title: words('超时未应答', 'Overdue'),
      shows: words('超过应答时限的需求。', 'Needs past their time limit without an answer.'),
      bad: words('逐个落实责任人。', 'Give each of them an owner.'),
      runbook: 'needs-overdue',
      kind: 'number',
      unit: 'short',
      thresholds: yellowAndRed(1, 10),
      queries: [{ expr: `sum(${stored('huying_needs_overdue')})` }],
    },
    {
      title: words('按时率', 'In time'),
      shows: words(
        '未了结的需求中仍在时限内的比例。',
        'Of all needs that wait for an answer, the part that is within its time.',
      ),
      bad: words('低于九成:增加值班,扩大批次。', 'Under nine in ten: more people on duty, wider waves.'),
      runbook: 'needs-overdue',
      kind: 'number',
      unit: 'percentunit',
      thresholds: redBelow(0.8, 0.9),
      queries: [
        {
          expr: `1 - sum(${stored('huying_needs_overdue')}) / clamp_min(sum(${stored('huying_needs', 'state=~"draft|published"', 'state')}), 1)`,
        },
      ],
    },
    {
      title: words('各渠道的诉求', 'Calls by channel'),
      shows: words(
        '热线、来访、网格员、应用、合作方的累计诉求。',
        'Calls so far: hotline, walk-in, grid worker, app, partner.',
      ),
      bad: words(
        '白天某渠道不再增长:看该渠道的对接。',
        'One that stops growing in daytime: look at how it is connected.',
      ),
      runbook: 'intake-fails',
      kind: 'lines',
      unit: 'short',
      thresholds: plain,
      queries: [{ expr: `sum by (channel) (${stored('huying_calls', '', 'channel')})`, legend: '{{channel}}' }],
    },
    {
      title: words('受理耗时', 'How long it takes'),
      shows: words(
        '登记诉求与需求的中位数与 99 分位。',
        'Median and 99th percentile of writing down a call or a need.',
      ),
      bad: words('超过 1 秒:看分类与数据库连接池。', 'Over 1 s: look at the classifier and the pool of connections.'),
      runbook: 'intake-fails',
      kind: 'lines',
      unit: 's',
      thresholds: yellowAndRed(1, 5),
      queries: [
        { expr: quantile(0.5, 'huying_http_request_duration_seconds', intakeRoute), legend: 'p50' },
        { expr: quantile(0.99, 'huying_http_request_duration_seconds', intakeRoute), legend: 'p99' },
      ],
    },
    {
      title: words('受理请求', 'Requests'),
      shows: words('每秒的受理请求,按路径与状态。', 'Requests a second by route and status.'),
      bad: words(
        '4xx 增多:某应用发送有误;5xx:服务故障。',
        'More 4xx: an app sends what is wrong. 5xx: the service is at fault.',
      ),
      runbook: 'intake-fails',
      kind: 'lines',
      unit: 'reqps',
      thresholds: plain,
      queries: [
        {
          expr: `sum by (route, status) (${rate('huying_http_request_duration_seconds_count', intakeRoute)})`,
          legend: '{{route}} {{status}}',
        },
      ],
    },
  ],
};
