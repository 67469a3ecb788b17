export * from './holidays.js';
export * from './recurrence.js';
export * from './times.js';
