import { randomInt } from 'node:crypto';
import { blindIndex } from '@huying/database';

/**
 * The code on a voter's paper: 13 random symbols of Crockford's base32, 65 bits, and a check symbol, in groups:
 * `7K2MQ-9D4XW-R0TCA`. Only a keyed hash of it is stored.
 */

const SYMBOLS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CHECKS = `${SYMBOLS}*~$=U`;
const LENGTH = 13;

const checkOf = (text: string): string => {
  const value = [...text].reduce((sum, symbol) => (sum * 32 + SYMBOLS.indexOf(symbol)) % CHECKS.length, 0);
  return CHECKS[value] ?? '';
};

/** A new code, from the system's randomness. */
export function newCode(): string {
  const text = Array.from({ length: LENGTH }, () => SYMBOLS[randomInt(SYMBOLS.length)]).join('');
  const whole = text + checkOf(text);
  return [whole.slice(0, 5), whole.slice(5, 10), whole.slice(10)].join('-');
}

/** A code as somebody typed it, made one: case, hyphens and look-alikes (O, I, L) do not matter. @returns undefined if mistyped */
export function readCode(typed: string): string | undefined {
  const text = typed.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  const [code, check] = [text.slice(0, LENGTH), text.slice(LENGTH)];
  if (code.length < LENGTH || [...code].some((symbol) => !SYMBOLS.includes(symbol))) return undefined;
  return check === checkOf(code) ? text : undefined;
}

/** How a code is stored: nobody can tell the code from it without the key. */
export const codeHash = (roundId: string, code: string): string =>
  blindIndex(JSON.stringify([roundId, 'code', readCode(code)]));
