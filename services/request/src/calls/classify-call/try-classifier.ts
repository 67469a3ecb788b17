/**
 * Tries the classifier on a file of messages: `node dist/calls/classify-call/try-classifier.js FILE.ndjson`, one JSON object
 * a line with `text` and, if there are, `subject` and `id`. Prints figures and ids only, never what people wrote.
 */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { catalogue } from '../../catalogue/catalogue-data.js';
import { CallClassifier, type Classification } from './classifier.js';

interface Tried {
  readonly id: string;
  readonly top: number;
  readonly classification: Classification;
}

const LOWEST = 10;
const BAR = 40;

async function* messages(file: string): AsyncGenerator<{ id: string; text: string }> {
  let line = 0;
  for await (const json of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    line += 1;
    if (json.trim() === '') continue;
    const { id, subject, text } = JSON.parse(json) as { id?: string; subject?: string; text?: string };
    yield { id: id ?? `line ${line}`, text: [subject, text].filter(Boolean).join('\n') };
  }
}

/** How often each value occurs, the most frequent first. */
function counted(values: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`.padStart(8);
}

function* report(tried: readonly Tried[], seconds: number): Generator<string> {
  const total = tried.length;
  const accepted = tried.flatMap(({ classification }) => classification.accepted ?? []);
  const without = tried.filter(({ classification }) => classification.ranked.length === 0).length;
  yield `messages     ${total}, ${Math.round(total / seconds)} a second (${((1000 * seconds) / Math.max(1, total)).toFixed(2)} ms each)`;
  yield `accepted     ${accepted.length}${percent(accepted.length, total)}`;
  yield `left to staff ${total - accepted.length}, of them ${without} without any word of the catalogue`;

  yield '\nconfidence of the first choice';
  for (let tenth = 9; tenth >= 0; tenth--) {
    const count = tried.filter(({ top }) => Math.min(9, Math.floor(top * 10)) === tenth).length;
    yield `  ${(tenth / 10).toFixed(1)}–${((tenth + 1) / 10).toFixed(1)} ${String(count).padStart(6)} ${'█'.repeat(Math.round((BAR * count) / Math.max(1, total)))}`;
  }

  const items = new Map(catalogue.items.map((item) => [item.code, item]));
  const categories = new Map(catalogue.categories.map((category) => [category.code, category.nameZh]));
  yield '\naccepted by category';
  for (const [category, count] of counted(accepted.map((code) => items.get(code)?.category ?? ''))) {
    yield `  ${String(count).padStart(5)}${percent(count, accepted.length)}  ${categories.get(category) ?? category}`;
  }
  yield '\naccepted by item';
  for (const [code, count] of counted(accepted)) {
    yield `  ${String(count).padStart(5)}${percent(count, accepted.length)}  ${code} ${items.get(code)?.nameZh ?? ''}`;
  }

  const lowest = [...tried].sort((a, b) => a.top - b.top).slice(0, LOWEST);
  yield `\nlowest confidence: ${lowest.map(({ id, top }) => `${id} (${top.toFixed(2)})`).join(', ')}`;
}

async function main(file: string | undefined): Promise<number> {
  if (!file) {
    process.stderr.write('Name a file: node dist/calls/classify-call/try-classifier.js FILE.ndjson\n');
    return 2;
  }
  const classifier = new CallClassifier(catalogue.items);
  classifier.classify('');
  const tried: Tried[] = [];
  let milliseconds = 0;
  for await (const { id, text } of messages(file)) {
    const start = performance.now();
    const classification = classifier.classify(text);
    milliseconds += performance.now() - start;
    tried.push({ id, top: classification.ranked[0]?.confidence ?? 0, classification });
  }
  process.stdout.write(`${[...report(tried, milliseconds / 1000)].join('\n')}\n`);
  return 0;
}

process.exitCode = await main(process.argv[2]);
