export { assignMediators, type Assignment } from './assign.js';
export * from './candidate.js';
export * from './parties.js';
export * from './proposal.js';
export { proposeGoBetweens, proposeMediators, type ProposeOptions } from './propose.js';
export { defaultMatchingSettings, matchingSettingsSchema, type MatchingSettings } from './settings.js';
export { dialectGroupOf, dialectGroups, STANDARD_CHINESE } from './speech.js';
export { nearnesses, nearnessOf, type Nearness } from './hometown.js';
