import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { Problem, type Violation } from './problems.js';
import { createValidationPipe, NoBody, Uuid, violationsOf } from './validation.js';

class DoorDto {
  @IsString()
  @MinLength(2)
  name!: string;
}

class HouseDto {
  @IsInt()
  @Min(1)
  floors!: number;

  @IsIn(['red', 'blue'])
  colour!: string;

  @IsObject()
  @ValidateNested()
  @Type(() => DoorDto)
  door!: DoorDto;

  @IsArray()
  @ArrayMaxSize(3)
  @ValidateNested({ each: true })
  @Type(() => DoorDto)
  doors!: DoorDto[];
}

async function violations(body: unknown): Promise<Violation[]> {
  const pipe = createValidationPipe();
  const refused: unknown = await pipe.transform(body, { type: 'body', metatype: HouseDto }).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (refused === undefined) return [];
  expect(refused).toBeInstanceOf(Problem);
  expect((refused as Problem).code).toBe('invalid-input');
  return [...(refused as Problem).violations];
}
const places = async (body: unknown) =>
  (await violations(body)).map(({ pointer, code }) => `${pointer} ${code}`).sort();
class NothingNeededDto {
  @IsOptional()
  @IsInt()
  floors?: number;
}

const aHouse = { floors: 1, colour: 'red', door: { name: 'front' }, doors: [] };

describe('violations of input', () => {
  it('of a list of values names what there is, in both languages', async () => {
    const [violation] = await violations({ ...aHouse, colour: 'green' });
    expect(violation?.en).toMatch(/: red, blue\.$/);
    expect(violation?.zh).toBe('必须是下列之一:red, blue。');
  });

  it('has none in what is right', async () => expect(await violations(aHouse)).toEqual([]));

  it('are all told at once, nested ones too, each by its pointer', async () => {
    const body = {
      floors: 0,
      colour: 'green',
      door: { name: 7, bell: true },
      doors: [{ name: 'ok' }, { name: 'x' }],
      roof: 1,
    };
    expect(await places(body)).toEqual([
      '/colour isIn',
      '/door/bell unknownField',
      '/door/name isString',
      '/door/name minLength',
      '/doors/1/name minLength',
      '/floors min',
      '/roof unknownField',
    ]);
  });

  it.each([[undefined], [null], [{}]])('of %j are all that is missing', async (body) => {
    expect(await places(body)).toEqual(
      expect.arrayContaining(['/colour isIn', '/door isObject', '/doors isArray', '/floors isInt', '/floors min']),
    );
  });

  it.each([[[]], [[aHouse]]])('of the list %j is that it is no object', async (body) => {
    expect((await places(body)).length).toBeGreaterThan(0);
    expect(await places(body)).not.toContain('/body isObject');
  });

  it.each([['text'], [7], [true]])('of the plain value %j are those of an empty object', async (body) => {
    expect(await places(body)).toEqual(await places({}));
  });

  it('are told in both languages', async () => {
    const [{ en, zh } = { en: '', zh: '' }] = await violations({ ...aHouse, floors: 0 });
    expect([en, zh]).toEqual(['Floors must not be less than 1.', '小于允许的最小值。']);
  });

  it.each([['text'], [7], [true], [[]]])('of %j is that it is no object, where nothing is required', async (body) => {
    const pipe = createValidationPipe();
    const refused = pipe.transform(body, { type: 'body', metatype: NothingNeededDto });
    await expect(refused).rejects.toMatchObject({
      code: 'invalid-input',
      violations: [{ pointer: '', code: 'isObject' }],
    });
  });

  it('escape what means something in a pointer', () => {
    const [{ pointer } = { pointer: '' }] = violationsOf([
      { property: 'a/b~c', constraints: { isInt: 'x' }, children: [] },
    ]);
    expect(pointer).toBe('/a~1b~0c');
  });
});

describe('an id in a path', () => {
  const uuid = new Uuid();

  it('is a UUID of any version, in lower case', () => {
    expect(uuid.transform('0190A1B2-0000-7000-8000-00000000000F')).toBe('0190a1b2-0000-7000-8000-00000000000f');
    expect(uuid.transform('6fa459ea-ee8a-4ca4-894e-db77e160355e')).toBe('6fa459ea-ee8a-4ca4-894e-db77e160355e');
  });

  it.each(['', '7', 'abc', '0190a1b2-0000-7000-8000-00000000000', '0190a1b200007000800000000000000f', "' OR 1=1"])(
    'is not %j',
    (text) => expect(() => uuid.transform(text)).toThrow('malformed-id'),
  );
});

describe('no body', () => {
  const noBody = new NoBody();

  it.each([[undefined], [null], [{}]])('may be sent as %j', (body) => expect(noBody.transform(body)).toBeUndefined());

  it.each<[unknown, string[]]>([
    [{ a: 1, 'b/c': 2 }, ['/a', '/b~1c']],
    ['text', ['']],
    [7, ['']],
    [[1], ['/0']],
  ])('is not %j', (body, pointers) => {
    try {
      noBody.transform(body);
      throw new Error('It was let pass.');
    } catch (error) {
      expect((error as Problem).violations.map(({ pointer }) => pointer)).toEqual(pointers);
    }
  });
});
