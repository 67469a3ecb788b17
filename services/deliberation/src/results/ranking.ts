import { Schulze } from 'votes';

/**
 * Ballots that prefer the one to the other, for each two in the order of `ids`. What a ballot does not rank comes after all that it
 * ranks, and none of that before another.
 */
function duelsOf(ids: readonly string[], rankings: readonly (readonly string[])[]): number[][] {
  const duels = ids.map(() => ids.map(() => 0));
  for (const ranking of rankings) {
    const places = ids.map((id) => (ranking.includes(id) ? ranking.indexOf(id) : ids.length));
    for (const [one, row] of duels.entries()) {
      for (const other of row.keys()) {
        if ((places[one] ?? 0) < (places[other] ?? 0)) row[other] = (row[other] ?? 0) + 1;
      }
    }
  }
  return duels;
}

/**
 * How many others each option beats by the method of Schulze: it beats another if its strongest chain of won duels to it is stronger
 * than any back; a duel is as strong as the ballots that won it. Who beats whom has no circle, so that more beaten is more wanted.
 */
export function beatsOf(ids: readonly string[], rankings: readonly (readonly string[])[]): Map<string, number> {
  const scores = new Schulze({ candidates: [...ids], array: duelsOf(ids, rankings) }).scores();
  return new Map(ids.map((id) => [id, scores[id] ?? 0]));
}
