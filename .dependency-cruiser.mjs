/** The arrows of the house: services → libs, and among libs only those listed. No cycles, nothing past an index. */
const lib = (name) => `^libs/${name}/`;
const mayUse = {
  calendar: [],
  contracts: [],
  lifecycle: [],
  database: [],
  auth: [],
  observability: [],
  infrastructure: [],
  events: ['contracts', 'database', 'observability'],
  http: ['contracts', 'database', 'events', 'auth', 'observability', 'calendar', 'lifecycle'],
};

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'libs-never-import-services', severity: 'error', from: { path: '^libs/' }, to: { path: '^services/' } },
    {
      name: 'services-never-import-services',
      severity: 'error',
      from: { path: '^services/([^/]+)/', pathNot: '^services/standalone/' },
      to: { path: '^services/', pathNot: '^services/$1/' },
    },
    {
      name: 'only-events-talks-to-kafkajs',
      severity: 'error',
      // The independent reader of the demo, the benchmarks' baseline and the readiness check of a fresh broker are outsiders by purpose.
      from: { path: '^(libs|services)/', pathNot: '^libs/(events|infrastructure|testing)/' },
      to: { path: 'node_modules/kafkajs' },
    },
    {
      name: 'no-deep-imports',
      severity: 'error',
      from: { path: '^(libs|services|tools)/([^/]+)/' },
      to: {
        path: '^(libs|services)/[^/]+/',
        pathNot: ['^$1/$2/', '^(libs|services)/[^/]+/(src|dist)/index\\.(ts|js|d\\.ts)$'],
      },
    },
    ...Object.entries(mayUse).map(([name, others]) => ({
      name: `lib-${name}-uses-only-its-own`,
      severity: 'error',
      from: { path: lib(name), pathNot: '\\.spec\\.ts$' },
      to: { path: '^libs/', pathNot: [name, ...others].map(lib) },
    })),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['/dist/', '/generated/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['huying-source', 'import', 'node', 'default'],
    },
  },
};
