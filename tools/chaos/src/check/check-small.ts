import { isRefused, isUnavailable, type Attempt } from '../history.types.js';
import type { SmallHistory } from '../rush/small-histories.js';
import { findOrder, MOST_REQUESTS, withoutRepetitions, type SmallRequest } from '../small/search.js';
import { opened } from '../small/spec.js';
import type { Excuses } from './excuses.js';

/** What an answer says in the words of the small specification; null: nobody knows what became of it. */
function answerOf(attempt: Attempt): string | null {
  const { status, code, outcome, wish } = attempt;
  if (status === 0 || isUnavailable(attempt)) return null;
  if (wish.do === 'release') return status === 200 ? 'given back' : code;
  if (status === 201) return `held ${outcome?.place}`;
  if (status === 202) return `waiting ${outcome?.position}`;
  return { 'need-full': 'full', 'already-in': 'already in' }[code] ?? code;
}

/** What the search for an order says of the small histories of a run. */
export interface SmallVerdict {
  readonly searched: number;
  /** Too long for a search: a store was away, and everybody asked again and again. */
  readonly leftOut: number;
  /** Those that no order explains, in words. */
  readonly unexplained: readonly string[];
}

/** Looks for an order of each small history; what a recovering pool refused by a lost state changes nothing and is left out. */
export function checkSmall(histories: readonly SmallHistory[], excuses: Pick<Excuses, 'isExcused'>): SmallVerdict {
  const unexplained: string[] = [];
  let [searched, leftOut] = [0, 0];
  for (const { pool, need, places, hasLine, requests } of histories) {
    const told = requests.filter(({ attempt }) => !(isRefused(attempt) && excuses.isExcused(attempt)));
    const small = told.map(({ deed, attempt }): SmallRequest => {
      const answer = answerOf(attempt);
      return { deed, asked: attempt.asked, answered: answer === null ? Infinity : attempt.answered, answer };
    });
    if (withoutRepetitions(small).length > MOST_REQUESTS) {
      leftOut += 1;
      continue;
    }
    const order = findOrder(opened(places, hasLine), small);
    if (order === 'too long') leftOut += 1;
    else searched += 1;
    if (order) continue;
    unexplained.push(
      `${pool}, ${need}, ${places} places, ${hasLine ? 'with' : 'without'} a line: ${JSON.stringify(small)}`,
    );
  }
  return { searched, leftOut, unexplained };
}
