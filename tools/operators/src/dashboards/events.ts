import { words } from '../words.js';
import type { Dashboard } from './dashboard.js';
import { plain, redFrom, yellowAndRed } from './panel.js';
import { added, ofService, quantile, rate } from './parts.js';

/** What the services tell each other and the district. */
export const events: Dashboard = {
  name: 'events',
  title: words('事件', 'Events'),
  about: words(
    '服务之间、以及向区级系统的消息是否按时送达。',
    'Whether what services tell each other and the district arrives in time.',
  ),
  panels: [
    {
      title: words('最久未发出的事件', 'Oldest event not sent'),
      shows: words(
        '发件箱中最久的事件等待 Kafka 的时间。',
        'For how long the oldest event in an outbox has waited for Kafka.',
      ),
      bad: words('看 Kafka 是否在线;事件不会丢失。', 'See whether Kafka answers. Nothing is lost.'),
      runbook: 'outbox-stuck',
      kind: 'number',
      unit: 's',
      thresholds: yellowAndRed(10, 60),
      queries: [{ expr: `max(max by (service) (huying_outbox_oldest_age_seconds{${ofService}}))` }],
    },
    {
      title: words('积压的记录', 'Lag of consumers'),
      shows: words('尚未处理的记录总数。', 'Records that services have not come to yet.'),
      bad: words(
        '持续增长:该服务停了或数据库慢。',
        'It keeps growing: that service stands still, or its database is slow.',
      ),
      runbook: 'events-late',
      kind: 'number',
      unit: 'short',
      thresholds: yellowAndRed(1_000, 10_000),
      queries: [{ expr: `sum(max by (service, topic, partition) (huying_consumer_lag{${ofService}}))` }],
    },
    {
      title: words('死信(今天)', 'Dead letters (a day)'),
      shows: words('无法处理而放入死信的记录。', 'Records that could not be handled, within a day.'),
      bad: words('每一条都要看:修复后重放,或搁置。', 'Look at each: mend and replay, or dismiss.'),
      runbook: 'dead-letters',
      kind: 'number',
      unit: 'short',
      thresholds: redFrom(1),
      queries: [{ expr: `sum(${added('huying_dead_letters_total', ofService, '1d')}) or vector(0)` }],
    },
    {
      title: words('15 秒内送达', 'Within 15 seconds'),
      shows: words(
        '15 秒内生效的事件比例。目标 99.9%。',
        'The part of events whose effect was there within 15 s. The promise: 99.9 %.',
      ),
      bad: words('看积压与发件箱。', 'Look at lag and outbox.'),
      runbook: 'events-late',
      kind: 'number',
      unit: 'percentunit',
      thresholds: plain,
      queries: [
        {
          expr: `sum(${rate('huying_event_delay_seconds_bucket', `le="15", ${ofService}`)}) / sum(${rate('huying_event_delay_seconds_count', ofService)})`,
        },
      ],
    },
    {
      title: words('发件箱', 'Outboxes'),
      shows: words('各服务尚未发出的事件。', 'Events of each service that are not on Kafka yet.'),
      bad: words(
        '单个服务增长:其中转停了;全部增长:Kafka 停了。',
        'One grows: its relay stands still. All grow: Kafka does.',
      ),
      runbook: 'outbox-stuck',
      kind: 'lines',
      unit: 'short',
      thresholds: yellowAndRed(1_000, 10_000),
      queries: [{ expr: `max by (service) (huying_outbox_pending{${ofService}})`, legend: '{{service}}' }],
    },
    {
      title: words('各服务的积压', 'Lag by service'),
      shows: words('各服务各主题尚未处理的记录。', 'Records not handled yet, by service and topic.'),
      bad: words('看该服务的日志与数据库。', 'Look at the logs of that service, and at its database.'),
      runbook: 'events-late',
      kind: 'lines',
      unit: 'short',
      thresholds: yellowAndRed(1_000, 10_000),
      queries: [
        {
          expr: `sum by (service, topic) (max by (service, topic, partition) (huying_consumer_lag{${ofService}}))`,
          legend: '{{service}} ← {{topic}}',
        },
      ],
    },
    {
      title: words('送达耗时', 'Delay'),
      shows: words('从事件发生到生效的 99 分位。', '99th percentile from an event to its effect.'),
      bad: words('某服务偏高:它处理得慢。', 'One service stands out: it is slow to handle them.'),
      runbook: 'events-late',
      kind: 'lines',
      unit: 's',
      thresholds: yellowAndRed(5, 15),
      queries: [{ expr: quantile(0.99, 'huying_event_delay_seconds', ofService, 'service'), legend: '{{service}}' }],
    },
    {
      title: words('处理结果', 'Handled, by outcome'),
      shows: words('生效、重复、跳过、死信的每秒条数。', 'A second: applied, repeated, skipped, dead.'),
      bad: words('大量重复:某消费者反复重启。', 'Many repeated: a consumer restarts again and again.'),
      runbook: 'dead-letters',
      kind: 'lines',
      unit: 'ops',
      thresholds: plain,
      queries: [
        {
          expr: `sum by (service, outcome) (${rate('huying_events_handled_total', ofService)})`,
          legend: '{{service}} {{outcome}}',
        },
      ],
    },
    {
      title: words('发出的事件', 'Events sent'),
      shows: words('各服务每秒发出的事件。', 'Events that each service sends a second.'),
      bad: words('为 0 而发件箱增长:中转停了。', '0 while its outbox grows: the relay stands still.'),
      runbook: 'outbox-stuck',
      kind: 'lines',
      unit: 'ops',
      thresholds: plain,
      queries: [
        { expr: `sum by (service) (${rate('huying_events_relayed_total', ofService)})`, legend: '{{service}}' },
      ],
    },
  ],
};
