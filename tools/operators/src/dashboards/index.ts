import type { Dashboard } from './dashboard.js';
import { events } from './events.js';
import { intake } from './intake.js';
import { overview } from './overview.js';
import { rush } from './rush.js';
import { services } from './services.js';
import { stores } from './stores.js';
import { volunteers } from './volunteers.js';

/** All dashboards, in the order in which operators look at them. */
export const dashboards: readonly Dashboard[] = [overview, rush, intake, volunteers, events, services, stores];
