import type { NeedConfig } from '../rules/need-config.js';

/** What a look at a need found, all of it at one moment. */
export interface NeedLook {
  /** Number of the last entry of the pool's log. */
  readonly sequence: number;
  /** Number of the last entry about the need; empty: none since the pool was loaded. As long as it stays, so does the rest. */
  readonly last: string;
  /** How many people have or had a claim here; only ever grows. */
  readonly claimants: number;
  readonly state: string;
  readonly places: number;
  readonly held: number;
  readonly phase: string;
  readonly publication: number;
  readonly revision: number;
}

/** The reply of look-at-need-4.lua; undefined if the pool or the need is not there. */
export function readLook(reply: readonly (string | number | null)[]): NeedLook | undefined {
  const [sequence, last, claimants, state, places, held, phase, publication, revision] = reply;
  if (sequence === null || typeof state !== 'string') return undefined;
  return {
    sequence: Number(sequence),
    last: String(last ?? ''),
    claimants: Number(claimants),
    state,
    places: Number(places),
    held: Number(held),
    phase: String(phase ?? ''),
    publication: Number(publication),
    revision: Number(revision),
  };
}

/** Whether everybody who has no claim here is refused with need-full: what claim-place decides of them, and no more. */
export function isSoldOut(look: NeedLook, config: NeedConfig, now: number): boolean {
  const claimable = look.state === 'open' && now >= config.opens && now < config.closes && look.phase !== 'gathering';
  return claimable && config.dispatch !== 'alert' && !config.line && look.held >= look.places;
}
