export * from './error-description.js';
export * from './logging.js';
export * from './metrics.js';
export * from './metrics-server.js';
export * from './request-tracing.js';
