export { adviceCodes, type Advice } from './decide-advice.js';
export { defaultWarningSettings, warningSettingsSchema, type WarningSettings } from './decide-settings.js';
export { isForgotten } from './decide-usual.js';
export * from './decide-warning.js';
export * from './decide-watch.js';
