export * from './generated/index.js';
export * from './registry.js';
export * from './time.js';
