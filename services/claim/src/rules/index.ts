export { apply, type Numbered } from './apply.js';
export type { Command, Member, Reply } from './commands.js';
export { decide, type Decision } from './decide.js';
export type { Fact, PackedConfig } from './entries.js';
export type { Limits } from './fit.js';
export { packConfig, unpackConfig, type NeedConfig } from './need-config.js';
export { emptyPool, isSeat, lineOf, takesTime, type Pool } from './pool.js';
export { Refusal, refusalName } from './refusal-numbers.js';
