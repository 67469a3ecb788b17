export * from './decisions.js';
export * from './eventually.js';
export * from './issuer.js';
export * from './recorded-traces.js';
export * from './test-clock.js';
export * from './test-kafka.js';
export * from './test-service.js';
export * from './wire.js';
