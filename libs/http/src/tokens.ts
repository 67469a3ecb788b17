/** The configuration, for injection. */
export const CONFIGURATION = Symbol('configuration');
