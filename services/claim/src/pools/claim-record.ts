import type { ClaimRecord, RecordState, Told } from '../rules/pool.js';

/** What Redis holds of a claimant in one need, without what offers and parties add. */
export type StoredClaim = Pick<ClaimRecord, keyof Told | 'state' | 'place' | 'earlier'>;

const [UNIT, RECORD, GROUP] = ['\x1f', '\x1e', '\x1d'];

const states: Readonly<Record<string, RecordState>> = { h: 'held', w: 'waiting', o: 'offered', e: 'ended' };

/** Reads a record as lua/include/claims.lua writes it. @throws RangeError for a text that is none */
export function readClaimRecord(text: string): StoredClaim {
  const [claim = '', letters = '', key = '', number, sequence, place, , earlier = ''] = text.split(UNIT);
  const [letter = '', told = letter] = letters;
  const state = states[letter];
  if (!state) throw new RangeError('This is no record of a claim.');
  return {
    ...{ claim, state, key, told: told as Told['told'], number: Number(number), sequence: Number(sequence) },
    place: Number(place ?? (state === 'held' ? number : 0)),
    earlier: earlier === '' ? [] : earlier.split(GROUP).map(readTold),
  };
}

function readTold(text: string): Told {
  const [claim = '', key = '', told = '', number, sequence] = text.split(RECORD);
  return { claim, key, told: told as Told['told'], number: Number(number), sequence: Number(sequence) };
}
