/**
 * How near two hometowns are by their codes of GB/T 2260: two digits for the province, two for the prefecture, two for the
 * county; the first digit of all is the region.
 */
export const nearnesses = ['county', 'prefecture', 'province', 'region', 'country'] as const;

/** The smallest division that both lie in. `region`: North, Northeast, East, Central and South, Southwest, Northwest. */
export type Nearness = (typeof nearnesses)[number];

/** Beijing, Tianjin, Shanghai, Chongqing: one city each; 01 and 02 in their codes only tell districts from counties. */
const municipalities = new Set(['11', '12', '31', '50']);

/** `90`: counties directly under the province. They share the two digits and nothing else. */
const UNDER_THE_PROVINCE = '90';

const digits = (code: string, from: number): string | undefined => {
  const pair = code.slice(from, from + 2);
  return pair.length < 2 || pair === '00' ? undefined : pair;
};

/** Codes may stop at the province or the prefecture (`51`, `5113`, `511300`): then they are near as far as they say. */
export function nearnessOf(one: string, other: string): Nearness {
  const province = digits(one, 0);
  if (province === undefined || province !== digits(other, 0)) {
    return province !== undefined && one[0] === other[0] ? 'region' : 'country';
  }
  const prefecture = digits(one, 2);
  const samePrefecture = prefecture !== undefined && prefecture === digits(other, 2);
  const county = digits(one, 4);
  if (samePrefecture && county !== undefined && county === digits(other, 4)) return 'county';
  if (municipalities.has(province)) return 'prefecture';
  return samePrefecture && prefecture !== UNDER_THE_PROVINCE ? 'prefecture' : 'province';
}
