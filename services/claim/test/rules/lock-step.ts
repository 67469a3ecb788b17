import assert from 'node:assert/strict';
import {
  decide,
  emptyPool,
  type Command,
  type Fact,
  type Limits,
  type Pool,
  type Reply,
} from '../../src/rules/index.js';
import { ensureFair, ensureSound, linesOf } from './invariants.js';
import type { RealPool } from './pool-under-test.js';
import { Storyteller, type Step } from './steps.js';

export const limits: Limits = { openClaims: 2, weekMinutes: 16 * 60 };

/** Asks the same of model and scripts, which must answer alike. */
export async function both(
  model: Pool,
  real: RealPool,
  command: Command,
): Promise<{ reply: Reply; facts: readonly Fact[] }> {
  const reply = await real.run(command);
  const lines = linesOf(model);
  const decision = decide(model, command);
  assert.deepEqual({ command, reply }, { command, reply: decision.reply });
  ensureSound(model);
  ensureFair(lines, model, command, decision.facts);
  return decision;
}

/** Plays a story on the model and on the scripts; every answer and every entry must be the same. */
export async function play(steps: readonly Step[], real: RealPool): Promise<Pool> {
  const model = emptyPool();
  const teller = new Storyteller(model, limits, real.mark);
  const facts: unknown[] = [];
  for (const step of steps) {
    const command = teller.tell(step);
    const decision = await both(model, real, command);
    for (const { kind, data } of decision.facts) facts.push({ kind, data, at: command.now });
  }
  const log = await real.log();
  assert.deepEqual(
    log.map(({ kind, data, at }) => ({ kind, data, at })),
    facts,
  );
  assert.deepEqual(
    log.map(({ sequence }) => sequence),
    facts.map((_, index) => index + 1),
  );
  return model;
}

/** Begins a newer epoch behind the pool's back: from then on nothing may change, whatever is asked. */
export async function playFenced(steps: readonly Step[], later: readonly Step[], real: RealPool): Promise<void> {
  const model = await play(steps, real);
  const teller = new Storyteller(model, limits, real.mark);
  await real.fence();
  const before = await real.state();
  for (const step of later) {
    const command = teller.tell(step);
    const [outcome] = await real.run(command);
    const { facts } = decide(structuredClone(model), command);
    if (facts.length > 0) assert.deepEqual({ command, outcome }, { command, outcome: -2 });
  }
  assert.deepEqual(await real.state(), before);
}

/** Asks of a pool that Redis has lost: nothing may be written. */
export async function playLost(steps: readonly Step[], real: RealPool): Promise<void> {
  const teller = new Storyteller(emptyPool(), limits, real.mark);
  await real.drop();
  for (const step of steps) {
    const command = teller.tell(step);
    assert.deepEqual({ command, reply: await real.run(command) }, { command, reply: [-1] });
  }
  assert.deepEqual(await real.state(), new Map());
}
