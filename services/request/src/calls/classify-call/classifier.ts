import { isStopWord, KeywordIndex, type ClassifiableItem, type Match } from './keyword-index.js';
import { cut, normalise, type Token } from './segmenter.js';

export type { ClassifiableItem } from './keyword-index.js';

/** A catalogue item that a text may be about. */
export interface RankedItem {
  readonly code: string;
  /** Between 0 and 1: this item's share of all the evidence in the text, with a share kept for "none of them". */
  readonly confidence: number;
  /** The words of the catalogue that spoke for it, the strongest first. */
  readonly matchedWords: readonly string[];
}

export interface Classification {
  /** At most five, the most likely first; empty when no word of the catalogue was found. */
  readonly ranked: readonly RankedItem[];
  /**
   * The first of the ranked, if it may stand without a person's look: a whole keyword was found, the confidence is
   * at least the threshold, the second is clearly behind. Otherwise null, and a person chooses.
   */
  readonly accepted: string | null;
  /** The distinct telling words of the text in their order, keywords kept whole. */
  readonly words: readonly string[];
}

export interface ClassifierOptions {
  /** Least confidence to be accepted. */
  readonly threshold?: number;
  /** Least lead over the second to be accepted. */
  readonly margin?: number;
}

export const DEFAULT_THRESHOLD = 0.6;
export const DEFAULT_MARGIN = 0.15;

const RANKED = 5;

/** A word of a keyword is worth this part of the whole keyword. */
const PARTIAL = 0.35;
/** A word inside a longer keyword at the same place says little by itself: 噪音 in 施工噪音. */
const INSIDE_LONGER = 0.2;
/** People say first what it is about: a match at the very beginning counts fourfold, fading over so many characters. */
const OPENING = { bonus: 3, length: 50 };
/** Repeating a word strengthens it ever less: this many times reach half of what repeating can give. */
const REPETITION = 6;
/** Sharpens the shares. */
const SHARPNESS = 2.5;
/** The score that "none of them" has in every text, so that a faint word or two never look certain. */
const NONE_OF_THEM = 1.2;

interface Evidence {
  readonly byTerm: Map<string, { worth: number; said: number }>;
  /** The characters that a phrase of the item was found over. */
  readonly covered: Set<number>;
}

interface Candidate extends RankedItem {
  /** Whether a whole keyword was found, not only single words of keywords or of the name. */
  readonly certain: boolean;
}

/**
 * Says which catalogue item a call is about, and by which words it knows. Pure and explainable: TF-IDF over the
 * items' keywords and names, with whole phrases before single words and the opening before the rest, the scores
 * turned into shares. It promises never to throw, whatever the text, and never to accept below the threshold.
 *
 * The items are taken as they are at construction (milliseconds; the first one also loads the dictionary): when
 * the catalogue changes, make a new classifier.
 */
export class CallClassifier {
  private readonly codes: readonly string[];
  private readonly index: KeywordIndex;
  private readonly threshold: number;
  private readonly margin: number;

  constructor(items: readonly ClassifiableItem[], options: ClassifierOptions = {}) {
    this.codes = items.map((item) => item.code);
    this.index = new KeywordIndex(items);
    this.threshold = options.threshold ?? DEFAULT_THRESHOLD;
    this.margin = options.margin ?? DEFAULT_MARGIN;
  }

  /** @param text what the caller said or wrote; a subject, if there is one, goes first */
  classify(text: string): Classification {
    const normalised = normalise(text);
    const tokens = cut(normalised);
    const matches = this.index.find(normalised, tokens);
    const candidates = this.rank(matches, normalised.length);
    return {
      ranked: candidates.map(({ certain: _, ...ranked }) => ranked),
      accepted: this.accept(candidates),
      words: tellingWords(normalised, tokens, matches),
    };
  }

  private rank(matches: readonly Match[], length: number): Candidate[] {
    const scored = [...gather(matches, length)].map(([item, evidence]) => {
      const terms = [...evidence.byTerm]
        .map(([term, { worth, said }]) => ({ term, score: (worth * said * (REPETITION + 1)) / (said + REPETITION) }))
        .sort((a, b) => b.score - a.score);
      const score = terms.reduce((sum, term) => sum + term.score, 0);
      return {
        item,
        share: score ** SHARPNESS,
        words: terms.map(({ term }) => term),
        certain: evidence.covered.size > 0,
      };
    });
    const whole = scored.reduce((sum, { share }) => sum + share, NONE_OF_THEM ** SHARPNESS);
    return scored
      .sort((a, b) => b.share - a.share || a.item - b.item)
      .slice(0, RANKED)
      .map(({ item, share, words, certain }) => ({
        code: this.codes[item] ?? '',
        confidence: Math.round((share / whole) * 10_000) / 10_000,
        matchedWords: words,
        certain,
      }));
  }

  private accept([first, second]: readonly Candidate[]): string | null {
    if (!first?.certain || first.confidence < this.threshold) return null;
    return first.confidence - (second?.confidence ?? 0) >= this.margin ? first.code : null;
  }
}

/** Adds up, per item, what each of its terms is worth at its best place and how often it was said. */
function gather(matches: readonly Match[], length: number): Map<number, Evidence> {
  const longest = longestExactAt(matches, length);
  const items = new Map<number, Evidence>();
  for (const { kind, term, start, end, strength } of matches) {
    const inside = kind !== 'loose' && (longest[start] ?? 0) > end - start;
    const worth = strength * (kind === 'partial' ? PARTIAL : 1) * (inside ? INSIDE_LONGER : 1);
    const said = 1 + OPENING.bonus * Math.exp(-start / OPENING.length);
    for (const item of term.items) {
      const evidence: Evidence = items.get(item) ?? { byTerm: new Map(), covered: new Set() };
      items.set(item, evidence);
      // The words of a phrase do not count once more for the item that the phrase already spoke for.
      if (kind !== 'exact' && evidence.covered.has(start) && evidence.covered.has(end - 1)) continue;
      if (kind !== 'partial') for (let at = start; at < end; at++) evidence.covered.add(at);
      const before = evidence.byTerm.get(term.text);
      evidence.byTerm.set(term.text, {
        worth: Math.max(worth, before?.worth ?? 0),
        said: said + (before?.said ?? 0),
      });
    }
  }
  return items;
}

/** For each character, the length of the longest keyword found word for word over it. */
function longestExactAt(matches: readonly Match[], length: number): Uint16Array {
  const longest = new Uint16Array(length);
  for (const { kind, start, end } of matches) {
    if (kind !== 'exact') continue;
    for (let at = start; at < end; at++) longest[at] = Math.max(longest[at] ?? 0, end - start);
  }
  return longest;
}

function tellingWords(text: string, tokens: readonly Token[], matches: readonly Match[]): string[] {
  const keywordEnds = new Map<number, number>();
  for (const { kind, start, end } of matches) {
    if (kind === 'exact') keywordEnds.set(start, Math.max(end, keywordEnds.get(start) ?? 0));
  }
  const words = new Set<string>();
  let reached = 0;
  for (const { word, start } of tokens) {
    if (start < reached) continue;
    const end = Math.max(start + word.length, keywordEnds.get(start) ?? 0);
    const whole = text.slice(start, end);
    if (!isStopWord(whole)) words.add(whole);
    reached = end;
  }
  return [...words];
}
