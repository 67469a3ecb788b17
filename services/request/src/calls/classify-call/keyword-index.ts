import { cut, normalise, type Token } from './segmenter.js';
import { englishStopWords, stopWords, weakWords } from './stop-words.js';
import { rarity, specificity } from './word-weights.js';

/** What the classifier needs to know of a catalogue item. */
export interface ClassifiableItem {
  readonly code: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly keywords: readonly string[];
}

/** How a text showed a term: word for word, its words apart in one clause, or by a single word of it. */
export type MatchKind = 'exact' | 'loose' | 'partial';

/** A term of the catalogue, and the items (by index) that have it. */
interface Term {
  readonly text: string;
  readonly items: number[];
  /** Between 0 and 1, the more the fewer items and texts have it. */
  specificity: number;
}

/** A place in a text that speaks for some items. */
export interface Match {
  readonly kind: MatchKind;
  readonly term: Term;
  readonly start: number;
  readonly end: number;
  /** Between 0 and 1: how much this place says, by how few items and texts have the term. */
  readonly strength: number;
}

interface LooseTerm {
  readonly term: Term;
  readonly words: readonly string[];
  readonly strength: number;
}

const CLAUSE_END = /[\p{P}\p{C}\n]/u;
/** Callers who never pause still change the subject: a clause is at most this many words. */
const LONGEST_CLAUSE = 20;
const MEANINGFUL = /[\p{L}\p{N}]/u;

/**
 * Finds the terms of the catalogue in a text. Built from the items in a few milliseconds and never changed: an
 * edited catalogue gets a new index.
 */
export class KeywordIndex {
  private readonly exact = new Map<string, Term>();
  private readonly partial = new Map<string, Term>();
  private readonly loose = new Map<string, LooseTerm[]>();
  private readonly longest: number;

  constructor(items: readonly ClassifiableItem[]) {
    items.forEach((item, index) => {
      for (const keyword of item.keywords.map((text) => normalise(text).trim())) {
        if (MEANINGFUL.test(keyword)) add(this.exact, keyword, index);
      }
      for (const word of wordsOf(item)) add(this.partial, word, index);
    });
    for (const term of [...this.exact.values(), ...this.partial.values()]) {
      term.specificity = specificity(term.text, term.items.length, items.length);
    }
    this.longest = Math.max(0, ...[...this.exact.keys()].map((keyword) => keyword.length));
    for (const term of this.exact.values()) this.addLoose(term);
  }

  /** All matches of a normalised text; places may overlap, and a longer keyword holds shorter ones. */
  find(text: string, tokens: readonly Token[]): Match[] {
    return [...this.findExact(text, tokens), ...this.findLoose(tokens), ...this.findPartial(tokens)];
  }

  private addLoose(term: Term): void {
    const words = cut(term.text)
      .map((token) => token.word)
      .filter((word) => !isStopWord(word));
    if (words.length < 2) return;
    const anchor = words.reduce((longest, word) => (word.length > longest.length ? word : longest));
    // Apart, common words meet by chance: a loose phrase says what its words say on average.
    const average = words.reduce((sum, word) => sum + (weakWords.has(word) ? 0 : rarity(word)), 0) / words.length;
    const loose = { term, words, strength: term.specificity * average };
    const siblings = this.loose.get(anchor);
    if (siblings) siblings.push(loose);
    else this.loose.set(anchor, [loose]);
  }

  private findExact(text: string, tokens: readonly Token[]): Match[] {
    const matches: Match[] = [];
    const take = (start: number, end: number): void => {
      const term = this.exact.get(text.slice(start, end));
      if (term) matches.push({ kind: 'exact', term, start, end, strength: term.specificity });
    };
    tokens.forEach(({ word, start }, from) => {
      // A keyword begins and ends where words do: 理发 is not in 管理|发生.
      for (const last of tokens.slice(from, from + this.longest)) {
        const end = last.start + last.word.length;
        if (end - start > this.longest) break;
        take(start, end);
      }
      // A compound word of the dictionary may begin or end with a keyword: 物业 in 物业管理.
      for (let length = 2; length < word.length; length++) {
        take(start, start + length);
        take(start + word.length - length, start + word.length);
      }
    });
    return matches;
  }

  private findLoose(tokens: readonly Token[]): Match[] {
    const matches: Match[] = [];
    for (const clause of clauses(tokens)) {
      const starts = new Map(clause.map((token) => [token.word, token.start]));
      for (const anchor of starts.keys()) {
        for (const { term, words, strength } of this.loose.get(anchor) ?? []) {
          if (!words.every((word) => starts.has(word))) continue;
          const start = Math.min(...words.map((word) => starts.get(word) ?? 0));
          const end = Math.max(...words.map((word) => (starts.get(word) ?? 0) + word.length));
          matches.push({ kind: 'loose', term, start, end, strength });
        }
      }
    }
    return matches;
  }

  private findPartial(tokens: readonly Token[]): Match[] {
    return tokens.flatMap(({ word, start }) => {
      const term = this.partial.get(word);
      if (!term) return [];
      return [{ kind: 'partial' as const, term, start, end: start + word.length, strength: term.specificity }];
    });
  }
}

/** True for words that are no evidence in any company: grammar, courtesy, punctuation, symbols. */
export function isStopWord(word: string): boolean {
  return stopWords.has(word) || englishStopWords.has(word) || !MEANINGFUL.test(word);
}

/** The single words by which an item may be recognised faintly. */
function wordsOf(item: ClassifiableItem): Set<string> {
  const chinese = [item.nameZh, ...item.keywords].flatMap((text) => cut(normalise(text)).map((token) => token.word));
  const english = normalise(item.nameEn).match(/[a-z]{3,}/g) ?? [];
  const telling = [...chinese, ...english].filter(
    (word) => word.length > 1 && !isStopWord(word) && !weakWords.has(word),
  );
  return new Set(telling);
}

function* clauses(tokens: readonly Token[]): Generator<Token[]> {
  let clause: Token[] = [];
  for (const token of tokens) {
    if (clause.length === LONGEST_CLAUSE || CLAUSE_END.test(token.word)) {
      yield clause;
      clause = [];
    }
    clause.push(token);
  }
  yield clause;
}

function add(terms: Map<string, Term>, text: string, item: number): void {
  const term = terms.get(text);
  if (!term) terms.set(text, { text, items: [item], specificity: 0 });
  else if (!term.items.includes(item)) term.items.push(item);
}
