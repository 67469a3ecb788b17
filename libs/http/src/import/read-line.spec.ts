import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { IsPhone } from '../dto.js';
import { Text } from '../fields.js';
import { Problem } from '../problems.js';
import { readLine } from './read-line.js';

class PersonDto {
  @Text({ max: 100 })
  name!: string;

  @IsPhone()
  phone!: string;
}

const aPerson = { name: '沈小满', phone: '13800138000' };
const read = (text: string | Buffer) => readLine({ number: 1, bytes: Buffer.from(text) }, PersonDto);

function refusalOf(text: string | Buffer): string[] {
  try {
    read(text);
    return [];
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return [error.code, ...error.violations.map(({ pointer, code }) => `${pointer} ${code}`)];
  }
}

describe('a line of an import', () => {
  it('tells what it is asked to tell', () => {
    expect(read(JSON.stringify(aPerson))).toMatchObject({ name: '沈小满', phone: '+8613800138000' });
  });

  it.each([
    ['{"name":', ['import-line-malformed']],
    ['[]', ['import-line-malformed']],
    ['null', ['import-line-malformed']],
    [Buffer.from([0x22, 0xc4, 0xe3, 0x22]), ['import-line-malformed']],
    [JSON.stringify({ ...aPerson, name: 'a\0b' }), ['invalid-input', '/name wellFormed']],
    [JSON.stringify({ ...aPerson, name: 'a\ud83d' }), ['invalid-input', '/name wellFormed']],
    [`{"a":${'['.repeat(8_000)}${']'.repeat(8_000)}}`, ['invalid-input', `/a${'/0'.repeat(19)} tooDeep`]],
    ['{"__proto__":{"state":"active"}}', ['invalid-input', '/__proto__ unknownField']],
  ])('that is %j is refused by itself', (text, refusal) => expect(refusalOf(text)).toEqual(refusal));
});
