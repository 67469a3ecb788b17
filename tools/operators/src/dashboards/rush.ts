import { words } from '../words.js';
import type { Dashboard } from './dashboard.js';
import { plain, redBelow, redFrom, yellowAndRed } from './panel.js';
import { claimRoute, failing, pool, quantile, rate } from './parts.js';

/** 秒杀: the seconds in which thousands press at once. */
export const rush: Dashboard = {
  name: 'rush',
  title: words('认领高峰', 'Claiming rush'),
  about: words('一呼百应:认领是否快、准、不超发。', 'A hundred answers: whether claiming is quick, right, and open.'),
  panels: [
    {
      title: words('认领成功率', 'Claims answered'),
      shows: words(
        '未以 5xx 结束的认领请求比例。目标 99.9%。',
        'The part of claims not answered by a 5xx. The promise: 99.9 %.',
      ),
      bad: words(
        '看志愿者池是否关闭、Redis 与 PostgreSQL 是否在线。',
        'See whether the pool is shut, and whether Redis and PostgreSQL answer.',
      ),
      runbook: 'claiming-fails',
      kind: 'number',
      unit: 'percentunit',
      thresholds: redBelow(0.99, 0.999),
      queries: [{ expr: `1 - (${failing(claimRoute, 'service')})` }],
    },
    {
      title: words('志愿者池开放', 'Pools open'),
      shows: words('1 表示该社区正在受理认领。', '1 while claims of the community are decided.'),
      bad: words('为 0:正在重建,或没有进程看管。', '0: it is being rebuilt, or nobody keeps it.'),
      runbook: 'pool-gated',
      kind: 'number',
      unit: 'short',
      thresholds: redBelow(0.5, 1),
      queries: [{ expr: `max by (pool) (huying_claim_pool_open{${pool}})`, legend: '{{pool}}' }],
    },
    {
      title: words('Redis 与 PostgreSQL 的差异', 'Redis and PostgreSQL differ'),
      shows: words('最近一次核对的差异数,必须为 0。', 'Differences when they were last compared: must be 0.'),
      bad: words('按手册保留证据并重建。', 'Keep the evidence and rebuild, as the page says.'),
      runbook: 'reconciler-difference',
      kind: 'number',
      unit: 'short',
      thresholds: redFrom(1),
      queries: [{ expr: `max by (pool) (huying_claim_reconciler_differences{${pool}})`, legend: '{{pool}}' }],
    },
    {
      title: words('距上次核对', 'Since they were compared'),
      shows: words('距离上次核对的时间。', 'How long ago they were compared.'),
      bad: words('超过 15 分钟:看管进程可能卡住。', 'Over 15 minutes: the process that keeps the pool may hang.'),
      runbook: 'reconciler-difference',
      kind: 'number',
      unit: 's',
      thresholds: yellowAndRed(300, 900),
      queries: [
        { expr: `time() - max by (pool) (huying_claim_reconciled_timestamp_seconds{${pool}})`, legend: '{{pool}}' },
      ],
    },
    {
      title: words('认领结果', 'Decisions'),
      shows: words(
        '每秒的认领结果:得到名额、候补、或各种拒绝原因。',
        'Decisions a second: held, waiting, or the refusal.',
      ),
      bad: words(
        'claims-busy 或 pool-recovering 增多:服务在减载或重建。',
        'Many of claims-busy or pool-recovering: the service sheds load, or rebuilds.',
      ),
      runbook: 'claiming-fails',
      kind: 'lines',
      unit: 'ops',
      thresholds: plain,
      queries: [{ expr: `sum by (outcome) (${rate('huying_claim_decisions_total', pool)})`, legend: '{{outcome}}' }],
    },
    {
      title: words('认领耗时', 'How long a claim takes'),
      shows: words(
        '认领请求的中位数与 99 分位。目标:99% 在 500 毫秒内。',
        'Median and 99th percentile. The promise: 99 % within 500 ms.',
      ),
      bad: words('先看日志提交耗时,再看处理器。', 'Look at the commits of the journal first, then at the processors.'),
      runbook: 'claiming-slow',
      kind: 'lines',
      unit: 's',
      thresholds: yellowAndRed(0.5, 2.5),
      queries: [
        { expr: quantile(0.5, 'huying_http_request_duration_seconds', claimRoute), legend: 'p50' },
        { expr: quantile(0.99, 'huying_http_request_duration_seconds', claimRoute), legend: 'p99' },
      ],
    },
    {
      title: words('候补', 'The line'),
      shows: words('候补人数,以及最久者已等待的时间。', 'How many wait, and how long the oldest of them has.'),
      bad: words('有空名额而时间增长:候补不动。', 'The time grows while places are free: the line does not move.'),
      runbook: 'line-and-places',
      kind: 'lines',
      unit: 'short',
      thresholds: plain,
      queries: [
        { expr: `max by (pool) (huying_claim_line_length{${pool}})`, legend: '{{pool}}: people' },
        { expr: `max by (pool) (huying_claim_line_age_seconds{${pool}}) / 3600`, legend: '{{pool}}: hours' },
      ],
    },
    {
      title: words('日志滞后', 'Lag of the journal'),
      shows: words(
        '有决定等待提交时,距上次提交的时间。',
        'The time since the last commit while decisions wait for one.',
      ),
      bad: words('超过 2 秒即开始减载:看 PostgreSQL。', 'From 2 s on newcomers are turned away: look at PostgreSQL.'),
      runbook: 'journal-lag',
      kind: 'lines',
      unit: 's',
      thresholds: yellowAndRed(2, 5),
      queries: [{ expr: `max by (pool) (huying_claim_journal_lag_seconds{${pool}})`, legend: '{{pool}}' }],
    },
    {
      title: words('未提交的决定', 'Decisions not committed'),
      shows: words(
        '日志中尚未提交的条目,以及等待提交的请求。',
        'Entries of the log that are not committed yet, and requests that wait for it.',
      ),
      bad: words('只增不减:看日志滞后。', 'They only grow: look at the lag of the journal.'),
      runbook: 'journal-lag',
      kind: 'lines',
      unit: 'short',
      thresholds: plain,
      queries: [
        { expr: `max by (pool) (huying_claim_journal_lag_entries{${pool}})`, legend: '{{pool}}: entries' },
        { expr: `sum by (pool) (huying_claim_waiting_for_commit{${pool}})`, legend: '{{pool}}: wait for commit' },
      ],
    },
    {
      title: words('提交与等待', 'Commits and waits'),
      shows: words(
        '日志批次提交、以及决定等待提交的 99 分位。',
        '99th percentiles: a batch’s commit, and a decision’s wait for it.',
      ),
      bad: words('提交慢:磁盘或长事务。', 'Slow commits: the disk, or a long transaction.'),
      runbook: 'journal-lag',
      kind: 'lines',
      unit: 's',
      thresholds: yellowAndRed(0.1, 1),
      queries: [
        { expr: quantile(0.99, 'huying_claim_journal_commit_seconds', pool), legend: 'commit' },
        { expr: quantile(0.99, 'huying_claim_watermark_wait_seconds', pool), legend: 'wait' },
      ],
    },
    {
      title: words('日志条目', 'Entries journaled'),
      shows: words('每秒写入日志的条目。', 'Entries of the log committed a second.'),
      bad: words(
        '高峰时为 0 而滞后增长:日志进程停了。',
        '0 in a rush while the lag grows: the journaler stands still.',
      ),
      runbook: 'journal-lag',
      kind: 'lines',
      unit: 'ops',
      thresholds: plain,
      queries: [{ expr: `sum by (pool) (${rate('huying_claim_journal_entries_total', pool)})`, legend: '{{pool}}' }],
    },
    {
      title: words('看管、纪元、未服务名额', 'Keeper, epoch, places nobody served'),
      shows: words(
        '看管进程数(应为 1)、纪元(每次重建加一)、结束一天仍未完成的名额。',
        'Processes that keep the pool (1), its epoch (up with each rebuild), places held in needs that ended over a day ago.',
      ),
      bad: words(
        '看管为 0 或纪元不断增长:池在反复重建。',
        'No keeper, or an epoch that climbs: the pool is rebuilt again and again.',
      ),
      runbook: 'pool-gated',
      kind: 'lines',
      unit: 'short',
      thresholds: plain,
      queries: [
        { expr: `sum by (pool) (huying_claim_pool_journaled{${pool}})`, legend: '{{pool}}: keepers' },
        { expr: `max by (pool) (huying_claim_pool_epoch{${pool}})`, legend: '{{pool}}: epoch' },
        { expr: `max by (pool) (huying_claim_held_not_served{${pool}})`, legend: '{{pool}}: not served' },
      ],
    },
  ],
};
