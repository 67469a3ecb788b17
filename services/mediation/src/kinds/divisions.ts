import { areaList } from '@vant/area-data';

/** Administrative divisions of China (GB/T 2260), from a library that carries them: nothing is asked over the net. */

const counties = areaList.county_list as Readonly<Record<string, string>>;
const prefectures = areaList.city_list as Readonly<Record<string, string>>;
const provinces = areaList.province_list as Readonly<Record<string, string>>;

/** Whether a text is the code of a province, a prefecture or a county, in six digits. */
export function isDivision(code: string): boolean {
  return code in counties || code in prefectures || code in provinces;
}

/** 四川省 宜宾市 筠连县: the name of a division with those above it; empty for no code. */
export function divisionName(code: string): string {
  const above = [provinces[`${code.slice(0, 2)}0000`], prefectures[`${code.slice(0, 4)}00`], counties[code]];
  return [...new Set(above.filter((name) => name !== undefined))].join(' ');
}

/** The prefecture of a division; a province stays what it is. */
export const prefectureOf = (code: string): string => `${code.slice(0, 4)}00`;
