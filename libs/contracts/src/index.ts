export * from './catalogue-codes.js';
export * from './generated/index.js';
export * from './personal.js';
export * from './places.js';
export * from './registry.js';
export * from './rounded-place.js';
export * from './time.js';
