import { ValidationPipe, type Type } from '@nestjs/common';
import { invalidInput, violationsOf } from '@huying/http';

// Clients send what their other servers know too; the specification lets servers have arguments of their own.
const pipe = new ValidationPipe({
  transform: true,
  whitelist: true,
  exceptionFactory: (errors) => invalidInput(violationsOf(errors)),
});

/** In a query that was not encoded the + of an offset has become a space. */
const mended = (value: unknown): unknown =>
  typeof value === 'string' ? value.replace(/(T[\d:.]+) (\d{2}:\d{2})$/, '$1+$2') : value;

/** Arguments as their DTO has them; blank ones count as left out. @throws invalid-input */
export async function asked<Arguments>(type: Type<Arguments>, input: object): Promise<Arguments> {
  const given = Object.entries(input).filter(([, value]) => value !== '');
  const fields = Object.fromEntries(given.map(([name, value]) => [name, mended(value)]));
  return (await pipe.transform(fields, { type: 'body', metatype: type })) as Arguments;
}
