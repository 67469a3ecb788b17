export * from './abilities.js';
export * from './caller.js';
export * from './errors.js';
export * from './guard.js';
export * from './open-routes.js';
export * from './permissions.js';
export * from './token-verifier.js';
