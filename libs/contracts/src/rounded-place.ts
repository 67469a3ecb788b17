import type { JsonValue } from '@bufbuild/protobuf';

/** Of a degree three decimals are left, some hundred metres. */
const DECIMALS = 3;

/** The name of a place up to its block: 西山社区 12 幢, without staircase and door. */
const UP_TO_THE_BLOCK = /^[^\d]{0,40}\d{1,4}\s?(?:幢|栋|座|号楼)/u;

/** Of a text that names no block nothing is left, since nobody can tell how near it is to a door. */
export function roundedPlace(value: number): number;
export function roundedPlace(value: string): string | undefined;
export function roundedPlace(value: JsonValue): JsonValue | undefined;
export function roundedPlace(value: JsonValue): JsonValue | undefined {
  if (typeof value === 'number') return Number(value.toFixed(DECIMALS));
  return typeof value === 'string' ? UP_TO_THE_BLOCK.exec(value)?.[0] : undefined;
}
