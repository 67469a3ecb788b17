import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict.js';

/** What employers and premises are called: the last word of their names. */
const endings = /(?:厂|公司|店|工坊|作坊|车间|工地|超市|花园|小区|家园|公寓|商场|市场|酒店|饭馆)$/u;
/** Parts of speech that stand in a name: nouns, names, adjectives, what distinguishes. */
const inNames = /^(?:n|b|j|a$|an$|vn$)/;
/** Where it is does not belong to its name: half of those who call leave it out. */
const place = /.[省市县区镇]$/u;
/** A name has something before its ending: 厂 alone is any. */
const SHORTEST = 3;
const MOST_WORDS = 6;

let jieba: Jieba | undefined;

interface Word {
  readonly word: string;
  readonly tag: string;
}

// The dictionary takes a moment to load, and is needed by who hears complaints only.
const wordsOf = (text: string): Word[] => (jieba ??= Jieba.withDict(dict)).tag(text.normalize('NFKC'), true);

/**
 * The name of an employer or of premises that a text speaks of, as it is written there: 兴旺皮革厂 in 我在兴旺皮革厂干了三个月.
 * The first if there are several; undefined if none is recognised.
 */
export function nameIn(text: string): string | undefined {
  const words = wordsOf(text);
  for (const end of words.keys()) {
    const name = nameEndingAt(words, end);
    if (name) return name;
  }
  return undefined;
}

function nameEndingAt(words: readonly Word[], end: number): string | undefined {
  if (!endings.test(joined(words, Math.max(0, end - 1), end))) return undefined;
  let start = end;
  while (start > 0 && end - start < MOST_WORDS && inNames.test(words[start - 1]?.tag ?? '')) start -= 1;
  while (start < end && place.test(words[start]?.word ?? '')) start += 1;
  const name = joined(words, start, end);
  return [...name].length >= SHORTEST && endings.test(name) ? name : undefined;
}

const joined = (words: readonly Word[], from: number, to: number): string =>
  words
    .slice(from, to + 1)
    .map(({ word }) => word)
    .join('');

/** Every run of words of a text, so that names that are known are found in it however they end. */
export function* runsIn(text: string): Generator<string> {
  const words = wordsOf(text);
  for (const start of words.keys()) {
    for (let end = start; end < Math.min(words.length, start + MOST_WORDS); end++) yield joined(words, start, end);
  }
}
