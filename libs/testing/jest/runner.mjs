import { createRequire, register } from 'node:module';
import { pathToFileURL } from 'node:url';
import circus from 'jest-circus/runner';
import SharedModules from './environment.mjs';
import { useGlobals } from './jest-globals.mjs';

const require = createRequire(import.meta.url);
const framework = require.resolve('jest-circus/runner').replace(/runner\.js$/, 'jestAdapterInit.js');
const ofFramework = /^(JEST_STATE_SYMBOL|EVENT_HANDLERS)$/;
let files = 0;

register('./typescript-hooks.mjs', import.meta.url);
process.setSourceMapsEnabled(true);

/**
 * Jest's own runner of a test file, with one difference: the modules of the file are imported by Node and stay for the next file of
 * this process. Jest's way, a registry in a VM for each file, costs seconds of processor time per file for the same modules.
 */
export default async function run(globalConfig, config, environment, runtime, testPath, sendMessageToJest) {
  // In watch mode one process runs a file again after its sources were changed: it needs them anew.
  if (!(environment instanceof SharedModules) || globalConfig.watch || globalConfig.watchAll) {
    return circus.default(globalConfig, config, environment, runtime, testPath, sendMessageToJest);
  }
  const native = Object.assign(Object.create(runtime), {
    requireInternalModule: (path) => (path === framework ? anew(path) : require(path)),
    requireModule: require,
    setGlobalsForRuntime: useGlobals,
    unstable_shouldLoadAsEsm: () => true,
    unstable_importModule: (path) => import(`${pathToFileURL(path)}?file=${++files}`),
  });
  // Node knows the source maps of what it has imported; Jest's formatter knows those of its own registries.
  const { prepareStackTrace } = Error;
  Error.prepareStackTrace = undefined;
  // Jest asks for a hundred lines of every error that is made; most are made to be caught.
  Error.stackTraceLimit = 20;
  try {
    return await circus.default(globalConfig, config, environment, native, testPath, sendMessageToJest);
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
    // The framework keeps a file, its tests and all that they hold, in the process: it is over.
    for (const key of Reflect.ownKeys(globalThis))
      if (ofFramework.test(key.description)) Reflect.deleteProperty(globalThis, key);
  }
}

/** The framework's state of a file is that of its module. */
function anew(path) {
  delete require.cache[path];
  return require(path);
}
