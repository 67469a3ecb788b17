import { words } from '../words.js';
import type { Dashboard } from './dashboard.js';
import { plain, redBelow, yellowAndRed } from './panel.js';
import { pool, stored } from './parts.js';

const rated = stored('huying_needs_rated', '', 'rating');
const ratings = [1, 2, 3, 4, 5].map((one) => `${one} * sum(${stored('huying_needs_rated', `rating="${one}"`)})`);

/** 有呼必应: is every call answered? */
export const overview: Dashboard = {
  name: 'overview',
  title: words('总览', 'Overview'),
  about: words(
    '有呼必应:每一个诉求是否都有人应答。',
    'Every call is answered: how many needs there are, in which state, and whether anybody is left waiting.',
  ),
  panels: [
    {
      title: words('正在认领的需求', 'Needs being claimed'),
      shows: words('此刻开放认领的已发布需求。', 'Published needs whose claiming is open just now.'),
      bad: words(
        '白天长时间为 0:看是否没有人发布需求(草稿)。',
        'At 0 for a whole day: see whether drafts lie about and nobody publishes them.',
      ),
      runbook: 'needs-overdue',
      kind: 'number',
      unit: 'short',
      thresholds: plain,
      queries: [{ expr: `sum(${stored('huying_needs_being_claimed')})` }],
    },
    {
      title: words('候补人数', 'Waiting in line'),
      shows: words(
        '所有开放需求的候补与申请人数。',
        'Claims that wait for a place or for approval, over all open needs.',
      ),
      bad: words(
        '很多人等待而仍有空名额:查看候补为何不动。',
        'Many wait although places are free: see why the line does not move.',
      ),
      runbook: 'line-and-places',
      kind: 'number',
      unit: 'short',
      thresholds: yellowAndRed(500, 2_000),
      queries: [{ expr: `sum(max by (pool) (huying_claim_line_length{${pool}}))` }],
    },
    {
      title: words('超时未应答', 'Overdue'),
      shows: words(
        '超过需求清单承诺的应答时限、仍无人应答的需求。',
        'Needs past the time by which the catalogue promises an answer, and that have none.',
      ),
      bad: words(
        '逐个落实责任人,不足的加发志愿群。',
        'Give each an owner; call more groups to those that lack people.',
      ),
      runbook: 'needs-overdue',
      kind: 'number',
      unit: 'short',
      thresholds: yellowAndRed(1, 10),
      queries: [{ expr: `sum(${stored('huying_needs_overdue')})` }],
    },
    {
      title: words('满意度(30 天)', 'Satisfaction (30 days)'),
      shows: words('回访评分的平均值,1 至 5 分。', 'Mean of the ratings that callers gave, 1 to 5.'),
      bad: words(
        '查看低分需求的反馈,回电致歉并跟进。',
        'Read what was said with low ratings; call back and follow up.',
      ),
      runbook: 'needs-overdue',
      kind: 'number',
      unit: 'short',
      thresholds: redBelow(3.5, 4.2),
      queries: [{ expr: `(${ratings.join(' + ')}) / sum(${rated})` }],
    },
    {
      title: words('各状态的需求', 'Needs by state'),
      shows: words(
        '草稿、已发布、已满、服务中、已完成……的需求数。',
        'How many needs are drafts, published, filled, in service, completed …',
      ),
      bad: words(
        '草稿堆积:安排人手发布;已发布增多而不满:人不够,扩大批次。',
        'Drafts pile up: see that they are published. Published ones grow and do not fill: call wider waves.',
      ),
      runbook: 'needs-overdue',
      kind: 'lines',
      unit: 'short',
      thresholds: plain,
      queries: [{ expr: `sum by (state) (${stored('huying_needs', '', 'state')})`, legend: '{{state}}' }],
    },
    {
      title: words('超时需求的走势', 'Overdue, over time'),
      shows: words('各社区超时未应答的需求。', 'Overdue needs of each community.'),
      bad: words(
        '持续上升:值班人员不足,或通知未送达。',
        'It keeps growing: too few on duty, or news of needs does not arrive.',
      ),
      runbook: 'needs-overdue',
      kind: 'lines',
      unit: 'short',
      thresholds: yellowAndRed(1, 10),
      queries: [{ expr: stored('huying_needs_overdue'), legend: '{{community}}' }],
    },
    {
      title: words('评分分布(30 天)', 'Ratings (30 days)'),
      shows: words('各评分的需求数。', 'How many needs were rated how.'),
      bad: words('1、2 分增多:当天回访。', 'More of 1 and 2: call back the same day.'),
      runbook: 'needs-overdue',
      kind: 'lines',
      unit: 'short',
      thresholds: plain,
      queries: [{ expr: `sum by (rating) (${rated})`, legend: '{{rating}}' }],
    },
    {
      title: words('节假日数据到期', 'Holidays known for'),
      shows: words('国务院节假日安排已知的天数。', 'For how many days to come the State Council’s holidays are known.'),
      bad: words(
        '少于 30 天:升级节假日数据并检查预约。',
        'Under 30 days: raise the package, then look through bookings.',
      ),
      runbook: 'holidays',
      kind: 'lines',
      unit: 'd',
      thresholds: redBelow(30, 60),
      queries: [{ expr: '(max(huying_holidays_announced_until_timestamp_seconds) - time()) / 86400', legend: 'days' }],
    },
  ],
};
