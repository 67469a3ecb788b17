import { words } from '../words.js';
import type { Dashboard } from './dashboard.js';
import { plain, redBelow, redFrom, yellowAndRed } from './panel.js';
import { failing, ofService, quantile, rate } from './parts.js';

/** Rate, errors, duration of every service, and the processes. */
export const services: Dashboard = {
  name: 'services',
  title: words('服务', 'Services'),
  about: words(
    '每个服务的请求量、错误与耗时,以及进程与证书。',
    'Rate, errors and duration of each service; processes and the certificate.',
  ),
  panels: [
    {
      title: words('在线的进程', 'Processes that answer'),
      shows: words(
        '能采集到指标的平台进程占应有进程的比例。',
        'The part of the platform’s processes whose metrics can be read.',
      ),
      bad: words('低于 100%:有进程退出或卡住,看其日志。', 'Below 100 %: one has ended or hangs; read its logs.'),
      runbook: 'service-gone',
      kind: 'number',
      unit: 'percentunit',
      thresholds: redBelow(1, 1),
      queries: [{ expr: 'avg(up{job="huying"})' }],
    },
    {
      title: words('处理中的请求', 'In flight'),
      shows: words('已收到而未回答的请求。', 'Requests received and not answered yet.'),
      bad: words('持续升高:依赖变慢。', 'It climbs: something they wait for is slow.'),
      runbook: 'dependency-away',
      kind: 'number',
      unit: 'short',
      thresholds: yellowAndRed(200, 1_000),
      queries: [{ expr: `sum(huying_http_requests_in_flight{${ofService}})` }],
    },
    {
      title: words('证书剩余', 'Certificate'),
      shows: words(
        '入口证书的剩余天数(来自 blackbox exporter)。',
        'Days until the certificate at the door ends (by the blackbox exporter).',
      ),
      bad: words('少于 14 天:续期。', 'Under 14 days: renew it.'),
      runbook: 'certificate',
      kind: 'number',
      unit: 'd',
      thresholds: redBelow(7, 14),
      exporter: 'blackbox',
      queries: [{ expr: '(min(probe_ssl_earliest_cert_expiry) - time()) / 86400' }],
    },
    {
      title: words('磁盘剩余', 'Disk left'),
      shows: words(
        '最满的文件系统的剩余比例(来自 node exporter)。',
        'What is left of the fullest file system (by the node exporter).',
      ),
      bad: words('少于一成:清理或扩容。', 'Under a tenth: make room, or get more.'),
      runbook: 'disk',
      kind: 'number',
      unit: 'percentunit',
      thresholds: redBelow(0.1, 0.2),
      exporter: 'node',
      queries: [
        {
          expr: 'min(node_filesystem_avail_bytes{fstype!~"tmpfs|overlay"} / node_filesystem_size_bytes{fstype!~"tmpfs|overlay"})',
        },
      ],
    },
    {
      title: words('请求', 'Rate'),
      shows: words('各服务每秒的请求。', 'Requests of each service a second.'),
      bad: words('骤降:入口或令牌签发方故障。', 'A sudden drop: the edge, or the issuer of tokens.'),
      runbook: 'service-gone',
      kind: 'lines',
      unit: 'reqps',
      thresholds: plain,
      queries: [
        {
          expr: `sum by (service) (${rate('huying_http_request_duration_seconds_count', ofService)})`,
          legend: '{{service}}',
        },
      ],
    },
    {
      title: words('错误', 'Errors'),
      shows: words('各服务以 5xx 结束的请求比例。', 'The part of each service’s requests that ended with a 5xx.'),
      bad: words('看依赖是否在线,再看日志。', 'See whether what it stands on answers, then read its logs.'),
      runbook: 'dependency-away',
      kind: 'lines',
      unit: 'percentunit',
      thresholds: redFrom(0.01),
      queries: [{ expr: failing(ofService, 'service'), legend: '{{service}}' }],
    },
    {
      title: words('耗时', 'Duration'),
      shows: words('各服务的 99 分位。', '99th percentile of each service.'),
      bad: words('打开追踪,看时间花在何处。', 'Open a trace from a point on the line: it shows where the time goes.'),
      runbook: 'dependency-away',
      kind: 'lines',
      unit: 's',
      thresholds: yellowAndRed(1, 5),
      queries: [
        { expr: quantile(0.99, 'huying_http_request_duration_seconds', ofService, 'service'), legend: '{{service}}' },
      ],
    },
    {
      title: words('最忙的路径', 'Busiest routes'),
      shows: words('每秒请求最多的十条路径。', 'The ten routes with the most requests a second.'),
      bad: words('某路径异常:看是哪个应用。', 'One stands out: find the app that asks.'),
      runbook: 'service-gone',
      kind: 'lines',
      unit: 'reqps',
      thresholds: plain,
      queries: [
        {
          expr: `topk(10, sum by (service, method, route) (${rate('huying_http_request_duration_seconds_count', ofService)}))`,
          legend: '{{method}} {{route}}',
        },
      ],
    },
    {
      title: words('内存', 'Memory'),
      shows: words('各进程占用的内存。', 'Memory of each process.'),
      bad: words('持续增长不回落:重启该进程并报告。', 'It grows and never falls: restart that process, and report it.'),
      runbook: 'service-gone',
      kind: 'lines',
      unit: 'bytes',
      thresholds: plain,
      queries: [{ expr: 'process_resident_memory_bytes{job="huying"}', legend: '{{instance}}' }],
    },
    {
      title: words('处理器与事件循环', 'Processor and event loop'),
      shows: words(
        '处理器用量(核)与事件循环延迟的 99 分位(秒)。',
        'Processors in use, and the 99th percentile of the event loop’s delay in seconds.',
      ),
      bad: words(
        '接近 1 核或延迟超过 0.1 秒:增加进程。',
        'Near one processor, or a delay over 0.1 s: run more processes.',
      ),
      runbook: 'claiming-slow',
      kind: 'lines',
      unit: 'short',
      thresholds: yellowAndRed(0.9, 1),
      queries: [
        { expr: 'rate(process_cpu_seconds_total{job="huying"}[$__rate_interval])', legend: '{{instance}}: cpu' },
        { expr: 'nodejs_eventloop_lag_p99_seconds{job="huying"}', legend: '{{instance}}: loop' },
      ],
    },
  ],
};
