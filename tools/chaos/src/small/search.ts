import { act, type SmallDeed, type SmallState } from './spec.js';

/** One request of a small history. */
export interface SmallRequest {
  readonly deed: SmallDeed;
  readonly asked: number;
  /** Infinity where no answer came: it may have been done at any time since, or never. */
  readonly answered: number;
  /** Null where no answer came. */
  readonly answer: string | null;
}

/** More than that would not be small. */
export const MOST_REQUESTS = 30;

/**
 * Looks for an order of all requests that agrees with time (whoever was answered before another asked comes first) and in
 * which each answer is the one of the specification (Wing and Gong, 1993; states seen before are not looked at again).
 * @returns the order found, as indexes; undefined if there is none
 */
export function findOrder(start: SmallState, requests: readonly SmallRequest[]): number[] | undefined {
  if (requests.length > MOST_REQUESTS) throw new RangeError(`${requests.length} requests are too many for a search.`);
  const answered = requests.reduce((mask, { answer }, index) => (answer === null ? mask : mask | (1 << index)), 0);
  const seen = new Set<string>();
  const order: number[] = [];

  const search = (done: number, state: SmallState): boolean => {
    if ((done & answered) === answered) return true;
    const here = `${done} ${JSON.stringify(state)}`;
    if (seen.has(here)) return false;
    seen.add(here);
    const soonest = Math.min(...requests.map((one, index) => (done & (1 << index) ? Infinity : one.answered)));
    for (const [index, { deed, asked, answer }] of requests.entries()) {
      if (done & (1 << index) || asked > soonest) continue;
      const [next, told] = act(state, deed);
      if (answer !== null && answer !== told) continue;
      order.push(index);
      if (search(done | (1 << index), next)) return true;
      order.pop();
    }
    return false;
  };

  return search(0, start) ? order : undefined;
}
