let current = {};

/** Called by the runner before it loads a file. */
export const useGlobals = (functions) => void (current = functions);

/** What `@jest/globals` is in a process that shares its modules: the functions of the file that is being run. */
const late = (name) => {
  const call = (...args) => current[name](...args);
  return new Proxy(call, { get: (_target, key) => current[name][key] });
};
export const [afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, test] = [
  ...['afterAll', 'afterEach', 'beforeAll', 'beforeEach', 'describe', 'expect', 'it', 'test'].map(late),
];
