import { TestEnvironment } from 'jest-environment-node';

/**
 * The environment of a test file unless it names another: its modules are those of the process, loaded once by Node itself for all
 * files that the process runs (runner.mjs). A file that looks at what a process has only one of (its logger, its tracer, mocked
 * time) begins with `@jest-environment node` and gets modules of its own.
 */
export default class SharedModules extends TestEnvironment {}
