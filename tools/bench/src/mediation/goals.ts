import { rowsWith, type Row as AnyRow } from '../rows.js';

/** What is promised of matching. */
export const matchingRows = rowsWith({
  'assign-seconds': {
    goal: 1,
    atLeast: false,
    title: 'processor seconds to match 500 open cases with 5,000 mediators',
  },
  'agreements-of-random': { goal: 1.2, atLeast: true, title: 'likelihood of agreement / mediators by chance' },
  'agreements-of-load': { goal: 1.2, atLeast: true, title: 'likelihood of agreement / whoever has most room' },
  'gain-of-truth': {
    goal: 0.7,
    atLeast: true,
    title: 'gain over chance / that of one who knows the truth',
  },
});

/** What is promised of the early warning. */
export const warningRows = rowsWith({
  recall: { goal: 0.9, atLeast: true, title: 'outbreaks warned of before the tenth complaint, share' },
  'false-a-month': { goal: 1, atLeast: false, title: 'false warnings a month in a community' },
  'recall-of-plain': {
    goal: 1,
    atLeast: true,
    title: 'that share / the best plain threshold with no more false warnings',
  },
  'false-of-plain': {
    goal: 1,
    atLeast: false,
    title: 'false warnings / the best plain threshold with no smaller share',
  },
});

export type Row = AnyRow<(typeof matchingRows.names)[number]> | AnyRow<(typeof warningRows.names)[number]>;
