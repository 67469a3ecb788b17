import { readFileSync } from 'node:fs';

/** Who usually answers a call about an item. */
export const answerers = [
  'volunteers',
  'volunteer-group',
  'organisation',
  'community-staff',
  'property-management',
  'government-department',
  'mediators',
] as const;
export type Answerer = (typeof answerers)[number];

/** What can go wrong when an item is answered: `high` needs trained people, or staff beside the volunteers. */
export const risks = ['none', 'low', 'high'] as const;
export type Risk = (typeof risks)[number];

export interface CatalogueCategory {
  /** Stable, as items name it. */
  readonly code: string;
  /** How the codes of its items begin. */
  readonly prefix: string;
  readonly nameZh: string;
  readonly nameEn: string;
}

/** An item of the needs catalogue (居民需求清单项): a kind of need that residents call about. */
export interface CatalogueItem {
  /** Stable for ever: calls and needs refer to it. */
  readonly code: string;
  readonly category: string;
  readonly nameZh: string;
  readonly nameEn: string;
  /** The words that residents use when they mean it; calls are classified by them. */
  readonly keywords: readonly string[];
  /** How soon somebody should answer. */
  readonly usualResponseMinutes: number;
  readonly usuallyAnsweredBy: Answerer;
  /** Without it: none. */
  readonly risk?: Risk;
}

export interface CatalogueData {
  /** Counts the published editions of the data file. */
  readonly version: number;
  readonly categories: readonly CatalogueCategory[];
  readonly items: readonly CatalogueItem[];
}

const CATEGORIES = 5;
const ITEMS = 112;
const YEAR_IN_MINUTES = 525_600;

/** A data file that breaks a rule, with every rule that it breaks. */
export class CatalogueDataError extends Error {
  constructor(readonly violations: readonly string[]) {
    super(`The catalogue's data file is not valid:\n${violations.join('\n')}`);
  }
}

/**
 * Reads a catalogue out of parsed JSON.
 *
 * @throws CatalogueDataError unless it has five categories and 112 items, each whole and none twice
 */
export function parseCatalogue(json: unknown): CatalogueData {
  const { version, categories, items } = asRecord(json);
  const violations: string[] = [];
  const check = (ok: boolean, violation: string): void => void (ok || violations.push(violation));

  check(isCount(version), 'version: a positive whole number');
  const knownCategories = asRecords(categories);
  check(knownCategories.length === CATEGORIES, `categories: ${CATEGORIES}, not ${knownCategories.length}`);
  for (const [at, category] of knownCategories.entries()) {
    for (const field of ['code', 'prefix', 'nameZh', 'nameEn']) {
      check(isText(category[field]), `categories/${at}/${field}: a text`);
    }
  }
  const prefixes = new Map(knownCategories.map(({ code, prefix }) => [code, prefix]));
  const knownItems = asRecords(items);
  check(knownItems.length === ITEMS, `items: ${ITEMS}, not ${knownItems.length}`);
  for (const [at, item] of knownItems.entries()) {
    for (const violation of itemViolations(item, prefixes)) violations.push(`items/${at}/${violation}`);
  }
  for (const field of ['code', 'nameZh', 'nameEn']) {
    const twice = firstTwice([...knownItems.map((item) => item[field])]);
    check(twice === undefined, `items: the ${field} ${String(twice)} stands twice`);
  }
  if (violations.length > 0) throw new CatalogueDataError(violations);
  return json as CatalogueData;
}

function* itemViolations(item: Record<string, unknown>, prefixes: Map<unknown, unknown>): Generator<string> {
  const { code, category, nameZh, nameEn, keywords, usualResponseMinutes, usuallyAnsweredBy, risk } = item;
  if (!prefixes.has(category)) yield 'category: one of the five';
  else if (!isText(code) || !new RegExp(`^${String(prefixes.get(category))}-\\d{3}$`).test(code)) {
    yield 'code: its category and three digits';
  }
  if (!isText(nameZh) || !/^\p{Script=Han}/u.test(nameZh)) yield 'nameZh: a Chinese text';
  if (!isText(nameEn)) yield 'nameEn: a text';
  if (!Array.isArray(keywords) || keywords.length === 0 || !keywords.every(isText))
    yield 'keywords: texts, at least one';
  else if (firstTwice(keywords) !== undefined) yield `keywords: ${String(firstTwice(keywords))} stands twice`;
  if (!isCount(usualResponseMinutes) || usualResponseMinutes > YEAR_IN_MINUTES) {
    yield 'usualResponseMinutes: whole minutes, at most a year';
  }
  if (!isOneOf(answerers, usuallyAnsweredBy)) yield `usuallyAnsweredBy: one of ${answerers.join(', ')}`;
  if (risk !== undefined && !isOneOf(risks, risk)) yield `risk: one of ${risks.join(', ')}`;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) > 0;
const isOneOf = (allowed: readonly string[], value: unknown): boolean => isText(value) && allowed.includes(value);
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const asRecord = (value: unknown): Record<string, unknown> => (isRecord(value) ? value : {});
const asRecords = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.map(asRecord) : []);
const firstTwice = (values: unknown[]): unknown => values.find((value, at) => values.indexOf(value) !== at);

/** The published catalogue: what every community has before it changes anything. */
export const catalogue: CatalogueData = parseCatalogue(
  JSON.parse(readFileSync(new URL('./catalogue.data.json', import.meta.url), 'utf8')),
);
