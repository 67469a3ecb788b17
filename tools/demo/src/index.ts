export { setTheStage, type Endings } from './demo.js';
export type { DemoOptions } from './options.js';
export { RushHour, type Rusher } from './rush.js';
export * as story from './story.js';
export { until } from './wait.js';
