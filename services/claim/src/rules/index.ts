export { apply, type Numbered } from './apply.js';
export { decide, type Command, type Decision, type Member, type Reply } from './decide.js';
export type { Fact } from './entries.js';
export type { Limits } from './fit.js';
export { emptyPool, isSeat, lineOf, takesTime, type Pool } from './pool.js';
export { Refusal, refusalName } from './refusal-numbers.js';
