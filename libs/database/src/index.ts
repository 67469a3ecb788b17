export * from './columns.js';
export * from './data-source.js';
export * from './database.js';
export * from './encryption.js';
export * from './errors.js';
export * from './forward-only-migration.js';
export * from './ids.js';
export * from './transaction.js';
