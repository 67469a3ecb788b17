import { added } from '../dashboards/parts.js';
import { words } from '../words.js';
import type { Alert } from './alert.js';

const request = 'job="huying", service="request"';
const labels = { service: 'request' };

/** Alerts about events, services, what they stand on, and the machine. */
export const platformAlerts: readonly Alert[] = [
  {
    name: 'DeadLetters',
    expr: `sum by (service, type) (${added('huying_dead_letters_total', '', '15m')}) > 0`,
    for: '0s',
    severity: 'ticket',
    summary: words(
      '{{ $labels.service }} 有无法处理的消息:{{ $labels.type }}',
      '{{ $labels.service }} could not handle a record: {{ $labels.type }}',
    ),
    runbook: 'dead-letters',
    firing: {
      series: [
        { series: `huying_dead_letters_total{${request}, type="huying.claim.v1.PlaceHeld"}`, values: '_x20 1x10' },
      ],
      at: '25m',
      labels: { service: 'request', type: 'huying.claim.v1.PlaceHeld' },
    },
    silent: {
      // Long ago, and once the process could not be read: what it tells afterwards is not new.
      series: [
        {
          series: `huying_dead_letters_total{${request}, type="huying.claim.v1.PlaceHeld"}`,
          values: '1x20 stale 1x40',
        },
      ],
      at: '36m',
    },
  },
  {
    name: 'OutboxStuck',
    expr: 'max by (service) (huying_outbox_oldest_age_seconds) > 60',
    for: '1m',
    severity: 'page',
    summary: words(
      '{{ $labels.service }} 的事件超过一分钟未发出',
      'Events of {{ $labels.service }} have waited for Kafka for over a minute',
    ),
    runbook: 'outbox-stuck',
    firing: {
      series: [{ series: `huying_outbox_oldest_age_seconds{${request}}`, values: '0+60x10' }],
      at: '6m',
      labels,
    },
    silent: {
      series: [{ series: `huying_outbox_oldest_age_seconds{${request}}`, values: '0 2 70 0 1 0x10' }],
      at: '6m',
    },
  },
  {
    name: 'OutboxUnattended',
    // Only the relay that leads tells of the outbox; every process tells of its pool.
    // Without its database no service can send; that is DependencyAway's to say.
    expr: 'max by (service) (huying_database_pool_size) unless on (service) huying_outbox_pending unless on (service) (huying_dependency_up{dependency="database"} == 0)',
    for: '2m',
    severity: 'page',
    summary: words('没有进程发送 {{ $labels.service }} 的事件', 'No process sends the events of {{ $labels.service }}'),
    runbook: 'outbox-stuck',
    firing: { series: [{ series: `huying_database_pool_size{${request}}`, values: '10x10' }], at: '5m', labels },
    silent: {
      series: [
        { series: `huying_database_pool_size{${request}, instance="a"}`, values: '10x10' },
        { series: `huying_database_pool_size{${request}, instance="b"}`, values: '10x10' },
        { series: `huying_outbox_pending{${request}, instance="b"}`, values: '0x10' },
        { series: 'huying_database_pool_size{job="huying", service="claim"}', values: '10x10' },
        { series: 'huying_dependency_up{job="huying", service="claim", dependency="database"}', values: '0x10' },
      ],
      at: '5m',
    },
  },
  {
    name: 'ConsumerFallsBehind',
    expr: 'sum by (service) (max by (service, topic, partition) (huying_consumer_lag)) > 1000',
    for: '10m',
    severity: 'ticket',
    summary: words('{{ $labels.service }} 处理事件落后', '{{ $labels.service }} falls behind with its events'),
    runbook: 'events-late',
    firing: {
      series: [{ series: `huying_consumer_lag{${request}, topic="claim", partition="0"}`, values: '0+500x30' }],
      at: '20m',
      labels,
    },
    silent: {
      series: [{ series: `huying_consumer_lag{${request}, topic="claim", partition="0"}`, values: '0 3000 500 0x20' }],
      at: '20m',
    },
  },
  {
    name: 'DependencyAway',
    expr: 'min by (service, dependency) (huying_dependency_up{dependency!="running"}) == 0',
    for: '1m',
    severity: 'page',
    summary: words(
      '{{ $labels.service }} 所依赖的 {{ $labels.dependency }} 无应答',
      '{{ $labels.dependency }} does not answer {{ $labels.service }}',
    ),
    runbook: 'dependency-away',
    firing: {
      series: [{ series: `huying_dependency_up{${request}, dependency="database"}`, values: '1 0x10' }],
      at: '5m',
      labels: { service: 'request', dependency: 'database' },
    },
    silent: {
      series: [
        { series: `huying_dependency_up{${request}, dependency="database"}`, values: '1x10' },
        // A service that is stopping is no fault.
        { series: `huying_dependency_up{${request}, dependency="running"}`, values: '1 0x10' },
      ],
      at: '5m',
    },
  },
  {
    name: 'FiguresMissing',
    expr: 'min by (service) (huying_stored_figures_up) == 0',
    for: '5m',
    severity: 'ticket',
    summary: words(
      '{{ $labels.service }} 的数字无法读取',
      'The figures of {{ $labels.service }} cannot be read: its alerts are blind',
    ),
    runbook: 'dependency-away',
    firing: { series: [{ series: `huying_stored_figures_up{${request}}`, values: '1 0x20' }], at: '10m', labels },
    silent: { series: [{ series: `huying_stored_figures_up{${request}}`, values: '1 0 1x20' }], at: '10m' },
  },
  {
    name: 'ServiceGone',
    expr: 'up{job="huying"} == 0 or absent(up{job="huying"})',
    for: '1m',
    severity: 'page',
    summary: words(
      '平台进程 {{ $labels.instance }} 无应答',
      'A process of the platform does not answer: {{ $labels.instance }}',
    ),
    runbook: 'service-gone',
    firing: {
      series: [{ series: 'up{job="huying", instance="claim:9464"}', values: '1 0x10' }],
      at: '5m',
      labels: { job: 'huying', instance: 'claim:9464' },
    },
    silent: { series: [{ series: 'up{job="huying", instance="claim:9464"}', values: '1x10' }], at: '5m' },
  },
  {
    name: 'ConnectionsExhausted',
    expr: 'max by (service) (huying_database_pool_waiting) > 0',
    for: '1m',
    severity: 'ticket',
    summary: words(
      '{{ $labels.service }} 的数据库连接用尽',
      'All connections of {{ $labels.service }} to its database are busy',
    ),
    runbook: 'database-pool',
    firing: { series: [{ series: `huying_database_pool_waiting{${request}}`, values: '0 5x10' }], at: '5m', labels },
    silent: { series: [{ series: `huying_database_pool_waiting{${request}}`, values: '0 5 0x10' }], at: '5m' },
  },
  {
    name: 'CertificateEnds',
    expr: 'min by (instance) (probe_ssl_earliest_cert_expiry) - time() < 14 * 86400',
    for: '1h',
    severity: 'ticket',
    summary: words(
      '{{ $labels.instance }} 的证书两周内到期',
      'The certificate of {{ $labels.instance }} ends within two weeks',
    ),
    runbook: 'certificate',
    exporter: 'blackbox',
    firing: {
      series: [
        {
          series: 'probe_ssl_earliest_cert_expiry{job="blackbox", instance="https://huying.example"}',
          values: '864000x90',
        },
      ],
      at: '80m',
      labels: { instance: 'https://huying.example' },
    },
    silent: {
      series: [
        {
          series: 'probe_ssl_earliest_cert_expiry{job="blackbox", instance="https://huying.example"}',
          values: '8640000x90',
        },
      ],
      at: '80m',
    },
  },
  {
    name: 'DiskFills',
    expr: 'min by (instance, mountpoint) (node_filesystem_avail_bytes{fstype!~"tmpfs|overlay"} / node_filesystem_size_bytes{fstype!~"tmpfs|overlay"}) < 0.1',
    for: '10m',
    severity: 'page',
    summary: words(
      '{{ $labels.instance }} 的 {{ $labels.mountpoint }} 只剩不到一成',
      'Less than a tenth of {{ $labels.mountpoint }} on {{ $labels.instance }} is left',
    ),
    runbook: 'disk',
    exporter: 'node',
    firing: {
      series: [
        { series: 'node_filesystem_avail_bytes{instance="db", mountpoint="/", fstype="ext4"}', values: '5x20' },
        { series: 'node_filesystem_size_bytes{instance="db", mountpoint="/", fstype="ext4"}', values: '100x20' },
      ],
      at: '15m',
      labels: { instance: 'db', mountpoint: '/' },
    },
    silent: {
      series: [
        { series: 'node_filesystem_avail_bytes{instance="db", mountpoint="/", fstype="ext4"}', values: '50x20' },
        { series: 'node_filesystem_size_bytes{instance="db", mountpoint="/", fstype="ext4"}', values: '100x20' },
        // Memory and images are not the disk.
        { series: 'node_filesystem_avail_bytes{instance="db", mountpoint="/run", fstype="tmpfs"}', values: '1x20' },
        { series: 'node_filesystem_size_bytes{instance="db", mountpoint="/run", fstype="tmpfs"}', values: '100x20' },
      ],
      at: '15m',
    },
  },
  {
    name: 'RetentionStandsStill',
    expr: 'time() - max by (service, rule) (huying_retention_succeeded_timestamp_seconds) > 3 * 86400',
    for: '1h',
    severity: 'ticket',
    summary: words(
      '{{ $labels.service }} 的个人信息保存期限规则 {{ $labels.rule }} 已超过三天未执行成功',
      'The rule {{ $labels.rule }} of {{ $labels.service }} has not erased what is over its time for three days',
    ),
    runbook: 'retention',
    firing: {
      series: [
        {
          series: 'huying_retention_succeeded_timestamp_seconds{job="huying", service="request", rule="calls"}',
          values: '0x300',
        },
      ],
      at: '74h',
      every: '15m',
      labels: { service: 'request', rule: 'calls' },
    },
    silent: {
      series: [
        {
          series: 'huying_retention_succeeded_timestamp_seconds{job="huying", service="request", rule="calls"}',
          values: '0x96 86400x200',
        },
      ],
      at: '74h',
      every: '15m',
    },
  },
];
