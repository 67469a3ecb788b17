import { describe, expect, it } from '@jest/globals';
import {
  answerers,
  catalogue,
  CatalogueDataError,
  parseCatalogue,
  risks,
  type CatalogueItem,
} from './catalogue-data.js';

const items = (): CatalogueItem[] => structuredClone(catalogue.items) as CatalogueItem[];

/** The data file with its first item changed. */
const withFirst = (change: object): unknown => {
  const [first, ...others] = items();
  return { ...catalogue, items: [{ ...first, ...change }, ...others] };
};

const violationsOf = (json: unknown): readonly string[] => {
  try {
    parseCatalogue(json);
    return [];
  } catch (error) {
    if (error instanceof CatalogueDataError) return error.violations;
    throw error;
  }
};

describe('the published catalogue', () => {
  it('has five categories and 112 items, every category with its share', () => {
    expect(catalogue.categories.map(({ nameZh }) => nameZh)).toEqual([
      '爱心民生',
      '综合服务',
      '公益慈善',
      '支持保障',
      '特殊群体关爱',
    ]);
    expect(catalogue.items).toHaveLength(112);
    for (const { code } of catalogue.categories) {
      expect(catalogue.items.filter((item) => item.category === code).length).toBeGreaterThanOrEqual(10);
    }
  });

  it.each(['code', 'nameZh', 'nameEn'] as const)('has no %s twice', (field) => {
    expect(new Set(catalogue.items.map((item) => item[field])).size).toBe(112);
  });

  it('numbers the items of a category without gaps', () => {
    for (const { code, prefix } of catalogue.categories) {
      const codes = catalogue.items.filter((item) => item.category === code).map((item) => item.code);
      expect(codes).toEqual(codes.map((_, at) => `${prefix}-${String(at + 1).padStart(3, '0')}`));
    }
  });

  it('gives every item keywords in Chinese, several but not endless', () => {
    for (const { keywords } of catalogue.items) {
      expect(keywords.length).toBeGreaterThanOrEqual(5);
      expect(keywords.length).toBeLessThanOrEqual(30);
      expect(keywords.every((keyword) => keyword.length >= 2 && keyword.length <= 12)).toBe(true);
      expect(keywords.filter((keyword) => /\p{Script=Han}/u.test(keyword)).length).toBeGreaterThanOrEqual(5);
    }
  });

  it('answers emergencies within the hour and everything else within a week', () => {
    const minutes = (nameZh: string) => catalogue.items.find((item) => item.nameZh === nameZh)?.usualResponseMinutes;
    expect(minutes('急救与紧急求助')).toBeLessThanOrEqual(10);
    expect(minutes('走失老人寻找')).toBeLessThanOrEqual(30);
    expect(minutes('电梯故障与安全')).toBeLessThanOrEqual(60);
    for (const item of catalogue.items) {
      expect(item.usualResponseMinutes).toBeGreaterThanOrEqual(5);
      expect(item.usualResponseMinutes).toBeLessThanOrEqual(7 * 24 * 60);
    }
  });

  it('uses every kind of answerer and every risk', () => {
    expect(new Set(catalogue.items.map((item) => item.usuallyAnsweredBy))).toEqual(new Set(answerers));
    expect(new Set(catalogue.items.map((item) => item.risk))).toEqual(new Set(risks));
  });
});

describe('reading a catalogue', () => {
  it.each([
    ['no object', null, 'items: 112, not 0'],
    ['an item too few', { ...catalogue, items: items().slice(1) }, 'items: 112, not 111'],
    ['a category too few', { ...catalogue, categories: catalogue.categories.slice(1) }, 'categories: 5, not 4'],
    ['no version', { ...catalogue, version: 0 }, 'version: a positive whole number'],
    ['a code twice', withFirst({ code: 'LC-002' }), 'items: the code LC-002 stands twice'],
    [
      'a name twice',
      withFirst({ nameZh: catalogue.items[1]?.nameZh }),
      'items: the nameZh 水管疏通与漏水维修 stands twice',
    ],
    ['a code of another category', withFirst({ code: 'GS-999' }), 'items/0/code: its category and three digits'],
    ['an unknown category', withFirst({ category: 'other' }), 'items/0/category: one of the five'],
    ['no keywords', withFirst({ keywords: [] }), 'items/0/keywords: texts, at least one'],
    ['an empty keyword', withFirst({ keywords: ['修电器', ' '] }), 'items/0/keywords: texts, at least one'],
    ['a keyword twice', withFirst({ keywords: ['修电器', '修电器'] }), 'items/0/keywords: 修电器 stands twice'],
    [
      'half a minute',
      withFirst({ usualResponseMinutes: 0.5 }),
      'items/0/usualResponseMinutes: whole minutes, at most a year',
    ],
    [
      'an unknown answerer',
      withFirst({ usuallyAnsweredBy: 'nobody' }),
      `items/0/usuallyAnsweredBy: one of ${answerers.join(', ')}`,
    ],
    ['an unknown risk', withFirst({ risk: 'some' }), 'items/0/risk: one of none, low, high'],
  ])('refuses %s', (_, json, violation) => {
    expect(violationsOf(json)).toContain(violation);
  });

  it('takes an item without a risk', () => {
    expect(violationsOf(withFirst({ risk: undefined }))).toEqual([]);
  });
});
