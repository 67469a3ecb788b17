import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formViolations } from './well-formed.js';

const told = (input: unknown) => formViolations(input).map(({ pointer, code }) => `${pointer} ${code}`);
const nested = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`);

describe('input that cannot be stored or walked', () => {
  it.each<[unknown, string[]]>([
    ['a\0b', [' wellFormed']],
    [{ title: '\0' }, ['/title wellFormed']],
    [{ a: ['x', { 'b/c': '\ud83d' }] }, ['/a/1/b~1c wellFormed']],
    [{ a: '\udc4b\ud83d' }, ['/a wellFormed']],
    [{ a: '\0', b: '\0' }, ['/a wellFormed', '/b wellFormed']],
    [JSON.parse('{"__proto__": {"admin": true}}'), ['/__proto__ unknownField']],
    [{ a: { constructor: { prototype: 1 } } }, ['/a/constructor unknownField']],
  ])('%j is told by its pointer', (input, expected) => expect(told(input)).toEqual(expected));

  it('is told when it nests too deep, however deep', () => {
    expect(told(nested(20))).toEqual([]);
    expect(told(nested(22))).toEqual([`${'/0'.repeat(20)} tooDeep`]);
    expect(told(nested(100_000))).toHaveLength(1);
  });

  it.each([[undefined], [null], [7], [true], [''], ['👋🏽 你好 𠮷野家'], [{ a: [], b: {} }], [new Date(Number.NaN)]])(
    'is not %p',
    (input) => expect(told(input)).toEqual([]),
  );

  it('is no JSON whose texts are whole', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5, stringUnit: 'grapheme' }), (input) => {
        fc.pre(!/\\u0000|__proto__|constructor|prototype/.test(JSON.stringify(input)));
        expect(told(input)).toEqual([]);
      }),
    );
  });
});
