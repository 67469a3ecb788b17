/** How tests, and all TypeScript that they load, are compiled: quickly, types are checked by `npm run lint`. */
export const swc = {
  swcrc: false,
  sourceMaps: 'inline',
  module: { type: 'es6' },
  jsc: {
    target: 'es2022',
    keepClassNames: true,
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
  },
};

/** Packages of this workspace are read from their sources, as their `exports` offer under this condition. */
export const conditions = ['huying-source', 'node', 'node-addons'];
