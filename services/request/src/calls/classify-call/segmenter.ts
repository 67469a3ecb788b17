import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict.js';

/** A word of a text and where it begins. */
export interface Token {
  readonly word: string;
  readonly start: number;
}

let jieba: Jieba | undefined;

/**
 * The dictionary takes about 0.2 s to load and is the same for everyone, so it is loaded once, for the first
 * text. It is never changed afterwards: keywords of the catalogue are joined by the index, not taught to the
 * dictionary, so that two processes with different histories of edits cut a text alike.
 */
function segmenter(): Jieba {
  return (jieba ??= Jieba.withDict(dict));
}

/** One spelling for what looks alike: full-width forms, letter case, broken surrogates. */
export function normalise(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\p{Surrogate}/gu, '\uFFFD');
}

/**
 * Cuts a normalised text into words without loss: the words joined are the text. Compounds that the dictionary
 * has as one word are cut into their words, so that 拖欠工资 and 拖欠了我们的工资 have words in common.
 */
export function cut(text: string): Token[] {
  const tokens: Token[] = [];
  let start = 0;
  for (const whole of segmenter().cut(text, false)) {
    for (const word of partsOf(whole)) {
      tokens.push({ word, start });
      start += word.length;
    }
  }
  return tokens;
}

function partsOf(word: string): string[] {
  if (word.length < 4) return [word];
  const parts = segmenter()
    .cutForSearch(word, false)
    .filter((part) => part !== word);
  return parts.join('') === word ? parts : [word];
}
