import assert from 'node:assert/strict';
import { meets } from '../../src/rules/fit.js';
import type { Command, Fact } from '../../src/rules/index.js';
import { isSeat, lineOf, type Pool } from '../../src/rules/pool.js';

/** What must hold after every decision, said apart from how decisions are made. Asked millions of times: `expect` would cost more than the decisions. */
export function ensureSound(pool: Pool): void {
  for (const need of pool.needs.values()) {
    const records = [...need.claims.values()];
    const keeping = records.filter(({ place }) => place > 0);
    // Never more held than places, and no place twice.
    assert.equal(keeping.length, need.held);
    if (need.config.dispatch !== 'alert') assert.ok(need.held <= need.places);
    assert.equal(new Set(keeping.map(({ place }) => place)).size, keeping.length);
    // Whoever waits stands in line, alone or behind the first of the party; nobody else does.
    const standing = records.filter(({ state }) => state === 'waiting');
    const represented = lineOf(need).flatMap((first) => {
      const party = need.claims.get(first)?.party ?? [];
      return party.length > 0 ? party : [first];
    });
    assert.equal(represented.length, standing.length);
    assert.ok(represented.every((id) => need.claims.get(id)?.state === 'waiting'));
    // A claim that has ended keeps nothing.
    assert.ok(records.every(({ state, place }) => state !== 'ended' || place === 0));
  }
  for (const [volunteer, { entries }] of pool.calendars) {
    // Nobody is in two places at once, the way between them counted.
    for (const [index, one] of entries.entries()) {
      for (const other of entries.slice(index + 1)) assert.ok(!meets(one, other), `${volunteer} is in two places`);
    }
  }
  for (const [id, need] of pool.needs) {
    for (const [claimant, record] of need.claims) {
      const holds = record.state === 'held' || (record.state === 'offered' && record.source === 'moved');
      if (isSeat(claimant) || need.config.dispatch === 'alert' || need.config.of !== 'need') continue;
      const entries = pool.calendars.get(claimant)?.entries.filter((entry) => entry.need === id) ?? [];
      assert.equal(entries.length, holds ? 1 : 0, `entries of ${claimant} in the calendar`);
    }
  }
}

/** Who stood in the lines before a decision: claimant to rank and claim, by need. */
export type Lines = ReadonlyMap<string, ReadonlyMap<string, { readonly rank: number; readonly claim: string }>>;

export const linesOf = (pool: Pool): Lines =>
  new Map(
    [...pool.needs].map(([id, { line, claims }]) => [
      id,
      new Map([...line].map(([who, rank]) => [who, { rank, claim: claims.get(who)?.claim ?? '' }])),
    ]),
  );

/**
 * Nobody in line is passed by somebody behind, or by a newcomer, unless this very decision says why. Staff choose among
 * applicants and offer places as they see fit; once a service has begun its line is over.
 */
export function ensureFair(before: Lines, pool: Pool, command: Command, facts: readonly Fact[]): void {
  if (command.do === 'volunteers' || command.do === 'choose' || command.do === 'offer') return;
  const need = pool.needs.get(command.need);
  if (!need || need.phase === 'gathering' || command.now >= need.config.starts) return;
  if (need.config.dispatch === 'alert' || need.config.dispatch === 'approval') return;
  const line = new Map(before.get(command.need));
  const named = new Set<string>();
  for (const { kind, data } of facts) {
    if ('passed' in data) for (const { claim } of data.passed ?? []) named.add(claim);
    if (kind === 'waiting') line.set(data.volunteer, { rank: data.rank, claim: data.claim });
    if (kind === 'ranked') {
      data.order.forEach((who, at) => line.set(who, { rank: data.from + at, claim: line.get(who)?.claim ?? '' }));
    }
    if (kind === 'left') line.delete(data.volunteer);
    if (kind !== 'held' && kind !== 'promoted' && kind !== 'offered') continue;
    const own = line.get(data.volunteer);
    line.delete(data.volunteer);
    // The friends of the first in line come along.
    if (kind !== 'held' && !own) continue;
    const passed = [...line.values()].filter(({ rank, claim }) => rank < (own?.rank ?? Infinity) && !named.has(claim));
    assert.deepEqual({ command, got: data.volunteer, passed }, { command, got: data.volunteer, passed: [] });
  }
}
