import { words } from '../words.js';
import type { Dashboard } from './dashboard.js';
import { plain, redBelow, redFrom, yellowAndRed } from './panel.js';
import { ofService, pool, quantile } from './parts.js';

/** PostgreSQL, Redis and Kafka, as the services see them. */
export const stores: Dashboard = {
  name: 'stores',
  title: words('存储', 'Stores'),
  about: words('服务所见的 PostgreSQL、Redis 与 Kafka。', 'PostgreSQL, Redis and Kafka, as the services see them.'),
  panels: [
    {
      title: words('依赖在线', 'What services stand on'),
      shows: words('1 表示数据库、Redis、Kafka 有应答。', '1 while database, Redis and Kafka answer.'),
      bad: words('为 0:恢复该存储;服务会自行恢复。', '0: bring it back; the services recover by themselves.'),
      runbook: 'dependency-away',
      kind: 'number',
      unit: 'short',
      thresholds: redBelow(0.5, 1),
      width: 12,
      queries: [
        {
          expr: `min by (service, dependency) (huying_dependency_up{${ofService}})`,
          legend: '{{service}} {{dependency}}',
        },
      ],
    },
    {
      title: words('数据库指标可读', 'Figures that can be read'),
      shows: words(
        '1 表示需求、志愿者等数字读自数据库;0 时这些数字缺失。',
        '1 while the figures of needs and volunteers can be read; at 0 they are missing.',
      ),
      bad: words('看该服务的数据库。', 'Look at the database of that service.'),
      runbook: 'dependency-away',
      kind: 'number',
      unit: 'short',
      thresholds: redBelow(0.5, 1),
      width: 12,
      queries: [{ expr: `min by (service) (huying_stored_figures_up{${ofService}})`, legend: '{{service}}' }],
    },
    {
      title: words('连接池占用', 'Use of the pools'),
      shows: words(
        '使用中的数据库连接占上限的比例。',
        'The part of its connections to the database that each service uses.',
      ),
      bad: words('接近 100%:有慢查询或长事务。', 'Near 100 %: a slow query, or a long transaction.'),
      runbook: 'database-pool',
      kind: 'lines',
      unit: 'percentunit',
      thresholds: yellowAndRed(0.8, 1),
      queries: [
        {
          expr: `max by (service) (huying_database_pool_busy{${ofService}} / huying_database_pool_size{${ofService}})`,
          legend: '{{service}}',
        },
      ],
    },
    {
      title: words('等待连接的请求', 'Waiting for a connection'),
      shows: words('因连接用尽而等待的请求。', 'Requests that wait because all connections are busy.'),
      bad: words(
        '持续大于 0:结束长事务,或增加进程。',
        'Above 0 for long: end the long transaction, or run more processes.',
      ),
      runbook: 'database-pool',
      kind: 'lines',
      unit: 'short',
      thresholds: redFrom(1),
      queries: [{ expr: `sum by (service) (huying_database_pool_waiting{${ofService}})`, legend: '{{service}}' }],
    },
    {
      title: words('PostgreSQL 提交耗时', 'Commits of PostgreSQL'),
      shows: words('认领日志提交的中位数与 99 分位。', 'Median and 99th percentile of a commit of the journal.'),
      bad: words('磁盘慢或有锁:看长事务。', 'A slow disk, or locks: look for long transactions.'),
      runbook: 'journal-lag',
      kind: 'lines',
      unit: 's',
      thresholds: yellowAndRed(0.1, 1),
      queries: [
        { expr: quantile(0.5, 'huying_claim_journal_commit_seconds', pool), legend: 'p50' },
        { expr: quantile(0.99, 'huying_claim_journal_commit_seconds', pool), legend: 'p99' },
      ],
    },
    {
      title: words('Redis 重建', 'Rebuilds of Redis'),
      shows: words(
        '志愿者池的纪元:每次从 PostgreSQL 重建加一。',
        'Epoch of each pool: up by one with every rebuild from PostgreSQL.',
      ),
      bad: words(
        '反复增长:Redis 丢失数据或被外部写入。',
        'It climbs again and again: Redis loses keys, or somebody else writes into it.',
      ),
      runbook: 'pool-gated',
      kind: 'lines',
      unit: 'short',
      thresholds: plain,
      queries: [{ expr: `max by (pool) (huying_claim_pool_epoch{${pool}})`, legend: '{{pool}}' }],
    },
    {
      title: words('Kafka:未发出的事件', 'Kafka: events not sent'),
      shows: words('各服务发件箱中最久的等待时间。', 'For how long the oldest event of each service has waited.'),
      bad: words('全部增长:Kafka 不在线。', 'All of them grow: Kafka is away.'),
      runbook: 'outbox-stuck',
      kind: 'lines',
      unit: 's',
      thresholds: yellowAndRed(10, 60),
      queries: [{ expr: `max by (service) (huying_outbox_oldest_age_seconds{${ofService}})`, legend: '{{service}}' }],
    },
  ],
};
