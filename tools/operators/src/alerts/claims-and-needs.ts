import { words } from '../words.js';
import type { Alert } from './alert.js';

const pool = 'job="huying", service="claim", pool="xishan"';
const labels = { pool: 'xishan' };

/** Alerts about claiming itself and about needs. */
export const claimAndNeedAlerts: readonly Alert[] = [
  {
    name: 'PoolShut',
    expr: 'max by (pool) (huying_claim_pool_open) == 0 or sum by (pool) (huying_claim_pool_journaled) == 0',
    for: '30s',
    severity: 'page',
    summary: words(
      '社区 {{ $labels.pool }} 的志愿者池关闭,认领得到 503',
      'The pool of {{ $labels.pool }} is shut: claims are answered 503',
    ),
    runbook: 'pool-gated',
    firing: { series: [{ series: `huying_claim_pool_open{${pool}}`, values: '1 1 0x8' }], at: '5m', labels },
    silent: {
      series: [
        { series: `huying_claim_pool_open{${pool}, instance="a"}`, values: '1x10' },
        { series: `huying_claim_pool_open{${pool}, instance="b"}`, values: '0x10' },
        { series: `huying_claim_pool_journaled{${pool}, instance="a"}`, values: '1x10' },
        { series: `huying_claim_pool_journaled{${pool}, instance="b"}`, values: '0x10' },
      ],
      at: '5m',
    },
  },
  {
    name: 'JournalLags',
    expr: 'max by (pool) (huying_claim_journal_lag_seconds) > 5',
    for: '1m',
    severity: 'page',
    summary: words(
      '社区 {{ $labels.pool }} 的认领日志滞后',
      'The journal of {{ $labels.pool }} lags: newcomers are turned away',
    ),
    runbook: 'journal-lag',
    firing: { series: [{ series: `huying_claim_journal_lag_seconds{${pool}}`, values: '0+10x10' }], at: '5m', labels },
    silent: { series: [{ series: `huying_claim_journal_lag_seconds{${pool}}`, values: '0 7 0 1 0x8' }], at: '5m' },
  },
  {
    name: 'ReconcilerDifference',
    expr: 'max by (pool) (huying_claim_reconciler_differences) > 0',
    for: '0s',
    severity: 'page',
    summary: words(
      '社区 {{ $labels.pool }}:Redis 与 PostgreSQL 不一致',
      'Redis and PostgreSQL differ about {{ $labels.pool }}',
    ),
    runbook: 'reconciler-difference',
    firing: {
      series: [{ series: `huying_claim_reconciler_differences{${pool}}`, values: '0 0 2 2' }],
      at: '3m',
      labels,
    },
    silent: { series: [{ series: `huying_claim_reconciler_differences{${pool}}`, values: '0x10' }], at: '3m' },
  },
  {
    name: 'ReconcilerStandsStill',
    expr: 'time() - max by (pool) (huying_claim_reconciled_timestamp_seconds) > 900',
    for: '5m',
    severity: 'ticket',
    summary: words(
      '社区 {{ $labels.pool }} 超过 15 分钟未核对',
      'Redis and PostgreSQL have not been compared about {{ $labels.pool }} for 15 minutes',
    ),
    runbook: 'reconciler-difference',
    firing: {
      series: [{ series: `huying_claim_reconciled_timestamp_seconds{${pool}}`, values: '0x40' }],
      at: '30m',
      labels,
    },
    silent: {
      series: [{ series: `huying_claim_reconciled_timestamp_seconds{${pool}}`, values: '0+60x40' }],
      at: '30m',
    },
  },
  {
    name: 'PlacesNotServed',
    expr: 'max by (pool) (huying_claim_held_not_served) > 0',
    for: '1h',
    severity: 'ticket',
    summary: words(
      '社区 {{ $labels.pool }} 有结束超过一天仍未完成的名额',
      'Places of {{ $labels.pool }} are held in needs that ended over a day ago',
    ),
    runbook: 'line-and-places',
    firing: { series: [{ series: `huying_claim_held_not_served{${pool}}`, values: '3x90' }], at: '80m', labels },
    silent: { series: [{ series: `huying_claim_held_not_served{${pool}}`, values: '0x90' }], at: '80m' },
  },
  {
    name: 'NeedsOverdue',
    expr: 'max by (community) (huying_needs_overdue) > 0',
    for: '15m',
    severity: 'ticket',
    summary: words(
      '社区 {{ $labels.community }} 有超时未应答的需求',
      'Needs of {{ $labels.community }} are past their time without an answer',
    ),
    runbook: 'needs-overdue',
    firing: {
      series: [{ series: 'huying_needs_overdue{job="huying", service="request", community="xishan"}', values: '2x40' }],
      at: '20m',
      labels: { community: 'xishan' },
    },
    silent: {
      series: [
        { series: 'huying_needs_overdue{job="huying", service="request", community="xishan"}', values: '1x10 0x30' },
      ],
      at: '20m',
    },
  },
  {
    name: 'HolidaysNotKnown',
    expr: 'max(huying_holidays_announced_until_timestamp_seconds) - time() < 30 * 86400',
    for: '1h',
    severity: 'ticket',
    summary: words('节假日安排只知道到 30 天内', 'Holidays are known for less than 30 days to come'),
    runbook: 'holidays',
    firing: {
      series: [
        {
          series: 'huying_holidays_announced_until_timestamp_seconds{job="huying", service="organization"}',
          values: '864000x90',
        },
      ],
      at: '80m',
      labels: {},
    },
    silent: {
      series: [
        {
          series: 'huying_holidays_announced_until_timestamp_seconds{job="huying", service="organization"}',
          values: '8640000x90',
        },
      ],
      at: '80m',
    },
  },
];
