import { idf } from '@node-rs/jieba/dict.js';

/** Rarity in general Chinese (inverse document frequency, as jieba counted it) of the commonest and of rare words. */
const COMMONEST = 3;
const RARE = 10;
/** What the commonest words are still worth. */
const LEAST = 0.2;

let rarities: Map<string, number> | undefined;

/** Loaded once; only the words that are not rare are kept. */
function loadRarities(): Map<string, number> {
  const common = new Map<string, number>();
  for (const [, word, value] of Buffer.from(idf)
    .toString('utf8')
    .matchAll(/^(\S+) (\d\.\d+)$/gm)) {
    common.set(word ?? '', Number(value));
  }
  return common;
}

/**
 * Between 0.2 and 1: the rarer in general Chinese, the more a word says. A phrase that jieba does not know is rare;
 * a single character, which may be a piece of a word that jieba does not know, says little.
 */
export function rarity(word: string): number {
  if (word.length < 2) return LEAST;
  rarities ??= loadRarities();
  return Math.max(LEAST, ((rarities.get(word) ?? RARE) - COMMONEST) / (RARE - COMMONEST));
}

/**
 * Between 0 and 1: how much it says that a text has this term. A term of many items says little, and so does a
 * word that everybody uses (学校, 医院); one that only this item has and that is rare elsewhere says most (油烟).
 */
export function specificity(term: string, itemsWithTerm: number, items: number): number {
  return (Math.log(1 + items / itemsWithTerm) / Math.log(1 + items)) * rarity(term);
}
