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
/** Where a search has come by so many states it gives up: neither found nor refuted. */
const MOST_STATES = 100_000;

/**
 * Looks for an order of all requests that agrees with time (whoever was answered before another asked comes first) and in
 * which each answer is the one of the specification (Wing and Gong, 1993; states seen before are not looked at again).
 *
 * Requests without an answer are what makes a search long. A deed takes effect once at most, however often it is asked for, so
 * that of those that ask for the same one stands for all, the first; it is tried only where it changes something, and not
 * where it would tell its key another outcome than somebody was told. Orders that need few of them are looked for first: a wrong
 * guess that nothing contradicts until late would otherwise be tried with everything else that may have been done.
 * @returns the order found, as indexes; undefined if there is none; 'too long' where the search gave up
 */
export function findOrder(start: SmallState, requests: readonly SmallRequest[]): number[] | 'too long' | undefined {
  const chosen = withoutRepetitions(requests);
  if (chosen.length > MOST_REQUESTS) throw new RangeError(`${chosen.length} requests are too many for a search.`);
  const answered = chosen.reduce((mask, { answer }, at) => (answer === null ? mask : mask | (1 << at)), 0);
  const outcomes = outcomesOf(requests);
  const seen = new Set<string>();
  const order: number[] = [];
  /** Whether an order was left because it would need more without an answer than are looked for. */
  let isCut = false;

  const search = (done: number, state: SmallState, guesses: number): boolean => {
    if ((done & answered) === answered) return true;
    const here = `${done} ${JSON.stringify(state)}`;
    if (seen.has(here) || seen.size >= MOST_STATES) return false;
    seen.add(here);
    const soonest = Math.min(...chosen.map((one, at) => (done & (1 << at) ? Infinity : one.answered)));
    for (const [at, { index, deed, asked, answer }] of chosen.entries()) {
      if (done & (1 << at) || asked > soonest) continue;
      const [next, told] = act(state, deed);
      if (answer !== null && answer !== told) continue;
      if (answer === null && next === state) continue;
      if (answer === null && guesses === 0) {
        isCut = true;
        continue;
      }
      if (next !== state && deed.do === 'claim' && (outcomes.get(deed.key) ?? told) !== told) continue;
      order.push(index);
      if (search(done | (1 << at), next, answer === null ? guesses - 1 : guesses)) return true;
      order.pop();
    }
    return false;
  };

  for (let guesses = 0; ; guesses += 1) {
    seen.clear();
    isCut = false;
    if (search(0, start, guesses)) return order;
    if (seen.size >= MOST_STATES) return 'too long';
    if (!isCut) return undefined;
  }
}

/** All that were answered, before those that may have to be thought of; of these the first of each deed. */
export function withoutRepetitions(requests: readonly SmallRequest[]): (SmallRequest & { readonly index: number })[] {
  const unanswered = new Map<string, number>();
  for (const [index, { deed, asked, answer }] of requests.entries()) {
    const first = unanswered.get(nameOf(deed));
    if (answer === null && (first === undefined || asked < (requests[first]?.asked ?? 0)))
      unanswered.set(nameOf(deed), index);
  }
  return requests
    .map((one, index) => ({ ...one, index }))
    .filter(({ answer, deed, index }) => answer !== null || unanswered.get(nameOf(deed)) === index)
    .sort((a, b) => Number(a.answer === null) - Number(b.answer === null));
}

const nameOf = ({ do: what, by, key }: SmallDeed): string => `${what} ${by} ${key}`;

/** What each key was told that got a place or a position: its repetitions are told the same. */
function outcomesOf(requests: readonly SmallRequest[]): Map<string, string> {
  return new Map(
    requests.flatMap(({ deed, answer }) =>
      deed.do === 'claim' && answer !== null && /^(held|waiting) /.test(answer) ? [[deed.key, answer] as const] : [],
    ),
  );
}
