import { words } from '../words.js';
import type { Alert } from './alert.js';

const district = 'job="huying", service="district"';

/** Alerts about webhooks, by which districts without Kafka are told. */
export const webhookAlerts: readonly Alert[] = [
  {
    name: 'WebhooksAreLate',
    expr: 'max(huying_webhook_backlog_age_seconds) > 3600',
    for: '10m',
    severity: 'ticket',
    summary: words('有事件超过一小时未送达接收方', 'An event has waited for its receiver for over an hour'),
    runbook: 'webhooks',
    firing: {
      series: [{ series: `huying_webhook_backlog_age_seconds{${district}}`, values: '0+600x30' }],
      at: '25m',
      labels: {},
    },
    silent: {
      series: [{ series: `huying_webhook_backlog_age_seconds{${district}}`, values: '0 600 7200 30 0x20' }],
      at: '20m',
    },
  },
  {
    name: 'WebhookDisabled',
    expr: 'max(huying_webhooks{state="disabled"}) > 0',
    for: '0s',
    severity: 'ticket',
    summary: words('有接收方连续数日不通,推送已停', 'A receiver has had nothing for days; its webhook is disabled'),
    runbook: 'webhooks',
    firing: {
      series: [{ series: `huying_webhooks{${district}, state="disabled"}`, values: '0x5 1x10' }],
      at: '10m',
      labels: {},
    },
    silent: {
      series: [
        { series: `huying_webhooks{${district}, state="disabled"}`, values: '0x20' },
        { series: `huying_webhooks{${district}, state="active"}`, values: '3x20' },
      ],
      at: '10m',
    },
  },
];
