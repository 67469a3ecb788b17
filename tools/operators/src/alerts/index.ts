import type { Alert } from './alert.js';
import { claimAndNeedAlerts } from './claims-and-needs.js';
import { objectiveAlerts } from './objectives.js';
import { platformAlerts } from './platform.js';
import { webhookAlerts } from './webhooks.js';

export { recordings } from './objectives.js';
export { runbookUrl, type Alert } from './alert.js';

/** All alerts, by the file in which Prometheus finds them. */
export const alertGroups: Readonly<Record<string, readonly Alert[]>> = {
  objectives: objectiveAlerts,
  'claims-and-needs': claimAndNeedAlerts,
  platform: platformAlerts,
  webhooks: webhookAlerts,
};

export const alerts: readonly Alert[] = Object.values(alertGroups).flat();
