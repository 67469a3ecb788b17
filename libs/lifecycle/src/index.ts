export * from './lifecycle.js';
export * from './random-life.js';
