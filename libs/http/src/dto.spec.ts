import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { Temporal } from 'temporal-polyfill';
import { IsCalendarDate, IsInstant, IsPhone, shown } from './dto.js';

class Dto {
  @IsInstant()
  at!: Temporal.Instant;

  @IsInstant({ required: false })
  until?: Temporal.Instant;

  @IsPhone()
  phone!: string;

  @IsPhone({ required: false })
  second?: string;

  @IsCalendarDate()
  born!: string;
}

const sound = { at: '2026-12-01T09:00:00+08:00', phone: '13800138000', born: '1990-05-17' };
function read(fields: object): { dto: Dto; refused: string[] } {
  const dto = plainToInstance(Dto, { ...sound, ...fields });
  const refused = validateSync(dto).flatMap(({ constraints }) => Object.keys(constraints ?? {}));
  return { dto, refused };
}

describe('a time', () => {
  it.each([
    ['2026-12-01T09:00:00+08:00', '2026-12-01T01:00:00Z'],
    ['2026-12-01T01:00:00Z', '2026-12-01T01:00:00Z'],
    ['2026-12-01t01:00:00z', '2026-12-01T01:00:00Z'],
    ['2026-12-01T01:00:00.5Z', '2026-12-01T01:00:00.5Z'],
    ['2026-12-01T01:00:00.123999999Z', '2026-12-01T01:00:00.123Z'],
    ['2028-02-29T00:00:00-03:30', '2028-02-29T03:30:00Z'],
    ['2000-01-01T00:00:00Z', '2000-01-01T00:00:00Z'],
    ['2099-12-31T23:59:59.999Z', '2099-12-31T23:59:59.999Z'],
  ])('%s is %s: whole milliseconds, as they are stored', (text, instant) => {
    const { dto, refused } = read({ at: text });
    expect(refused).toEqual([]);
    expect(dto.at.toString()).toBe(instant);
  });

  it.each([
    '2026-12-01T09:00:00',
    '2026-12-01',
    '2026-12-01T09:00+08:00',
    '2026-12-01T09:00:00+08:00[Asia/Shanghai]',
    '20261201T090000+0800',
    '+002026-12-01T09:00:00+08:00',
    '2026-02-29T09:00:00+08:00',
    '2026-13-01T09:00:00+08:00',
    '2026-12-01T25:00:00+08:00',
    '2026-12-01T09:00:00+99:00',
    '3000-01-01T00:00:00Z',
    '2100-01-01T00:00:00Z',
    '1999-12-31T23:59:59Z',
    'tomorrow',
    '',
    1_790_000_000_000,
    null,
    {},
    ['2026-12-01T09:00:00+08:00'],
  ])('is not %j', (value) => expect(read({ at: value }).refused).toEqual(['isInstant']));

  it('may be left out, or be null, only where it is not required', () => {
    expect(read({ until: null }).refused).toEqual([]);
    expect(read({ until: '' }).refused).toEqual(['isInstant']);
  });

  it('is shown in UTC to the millisecond', () => {
    expect(shown(Temporal.Instant.from('2026-12-01T09:00:00+08:00'))).toBe('2026-12-01T01:00:00.000Z');
    expect(shown(null)).toBeNull();
    expect(shown(undefined)).toBeNull();
  });
});

describe('a telephone number', () => {
  it.each([
    ['13800138000', '+8613800138000'],
    ['138 0013 8000', '+8613800138000'],
    ['+86 138-0013-8000', '+8613800138000'],
    ['0086 13800138000', '+8613800138000'],
    ['0573-87012345', '+8657387012345'],
    ['+44 20 7946 0018', '+442079460018'],
  ])('%s is %s', (text, number) => {
    const { dto, refused } = read({ phone: text });
    expect(refused).toEqual([]);
    expect(dto.phone).toBe(number);
  });

  it.each([
    '',
    '110',
    'abc',
    '1380013800',
    '8701234',
    '138001380000000',
    '打 13800138000',
    '13800138000; DROP TABLE calls',
    '9'.repeat(500),
    13800138000,
    null,
  ])('is not %j', (value) => expect(read({ phone: value }).refused).toEqual(['isPhone']));

  it('may be left out only where it is not required', () => {
    expect(read({ second: null }).refused).toEqual([]);
    expect(read({ second: 'x' }).refused).toEqual(['isPhone']);
  });
});

describe('a date', () => {
  it.each(['1990-05-17', '2028-02-29', '0001-01-01'])('is %s', (value) =>
    expect(read({ born: value }).refused).toEqual([]),
  );

  it.each(['2026-02-29', '2026-13-01', '1990-5-17', '17.05.1990', '1990-05-17T00:00:00Z', '', 19900517, null])(
    'is not %j',
    (value) => expect(read({ born: value }).refused).toEqual(['isDate']),
  );
});
