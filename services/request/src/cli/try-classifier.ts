import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { CallClassifier } from '../calls/classify-call/classifier.js';
import { catalogue } from '../catalogue/catalogue-data.js';

/** What the classifier makes of a file of messages: figures, codes and ids, never what people wrote. */
export interface Tried {
  readonly messages: number;
  /** Classified without a person's look. */
  readonly accepted: number;
  readonly leftToStaff: number;
  /** Of those left to staff: no word of the catalogue was found. */
  readonly withoutAnyWord: number;
  readonly msEach: number;
  /** Accepted messages by the code of the category and of the item, the most frequent first. */
  readonly byCategory: Readonly<Record<string, number>>;
  readonly byItem: Readonly<Record<string, number>>;
  /** How often the first choice had a confidence of 0.0–0.1, 0.1–0.2, … */
  readonly confidence: readonly number[];
  /** The messages whose first choice was the least sure. */
  readonly leastSure: readonly { readonly id: string; readonly confidence: number }[];
  /** Numbers of lines that are no message. */
  readonly unread: readonly number[];
}

interface Message {
  readonly id: string;
  readonly text: string;
}

const LEAST_SURE = 10;

/**
 * Classifies each message of a file by the catalogue as it comes with the product: one JSON object a line, with `text` and, if
 * there are, `subject` and `id`. A line that is none is told and stops no other.
 */
export async function tryClassifier(file: string): Promise<Tried> {
  const classifier = new CallClassifier(catalogue.items);
  // The first also loads the dictionary.
  classifier.classify('');
  const categories = new Map(catalogue.items.map(({ code, category }) => [code, category]));
  const accepted: string[] = [];
  const firstChoices: { id: string; confidence: number }[] = [];
  const unread: number[] = [];
  let withoutAnyWord = 0;
  let milliseconds = 0;
  let line = 0;
  for await (const json of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    line += 1;
    if (json.trim() === '') continue;
    const message = messageOf(json, line);
    if (!message) {
      unread.push(line);
      continue;
    }
    const started = performance.now();
    const { ranked, accepted: code } = classifier.classify(message.text);
    milliseconds += performance.now() - started;
    firstChoices.push({ id: message.id, confidence: ranked[0]?.confidence ?? 0 });
    if (code !== null) accepted.push(code);
    if (ranked.length === 0) withoutAnyWord += 1;
  }
  const inTenth = (tenth: number) =>
    firstChoices.filter(({ confidence }) => Math.min(9, Math.floor(confidence * 10)) === tenth).length;
  const messages = firstChoices.length;
  return {
    ...{ messages, accepted: accepted.length, leftToStaff: messages - accepted.length, withoutAnyWord },
    msEach: milliseconds / Math.max(1, messages),
    byCategory: counted(accepted.map((code) => categories.get(code) ?? '')),
    byItem: counted(accepted),
    confidence: Array.from({ length: 10 }, (_, tenth) => inTenth(tenth)),
    leastSure: firstChoices.toSorted((a, b) => a.confidence - b.confidence).slice(0, LEAST_SURE),
    unread,
  };
}

function messageOf(json: string, line: number): Message | undefined {
  try {
    const { id, subject, text } = JSON.parse(json) as { id?: unknown; subject?: unknown; text?: unknown };
    if (typeof text !== 'string') return undefined;
    const named = typeof id === 'string' || typeof id === 'number' ? String(id) : `line ${line}`;
    return { id: named, text: typeof subject === 'string' ? `${subject}\n${text}` : text };
  } catch {
    return undefined;
  }
}

/** How often each value occurs, the most frequent first. */
function counted(values: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return Object.fromEntries([...counts].sort((a, b) => b[1] - a[1]));
}
