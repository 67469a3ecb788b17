import { applyDecorators } from '@nestjs/common';
import { districtEventTypes, shortNameOf } from '@huying/contracts';
import { Transform } from 'class-transformer';
import { IsIn } from 'class-validator';

const names = districtEventTypes.map(({ name }) => name);

/** Two of them, as an example. */
export const exampleTypes = names.slice(0, 2);

/** Of a short name every type that has it, whichever service and version it is of; what is unknown stays as it is. */
function inFull(name: unknown): unknown[] {
  const meant = names.filter((one) => one === name || shortNameOf(one) === name);
  return meant.length > 0 ? meant : [name];
}

/** A list of types of events, each by its full name or the short one, `NeedPublished`; a text is one with commas. */
export const EventTypes = (): PropertyDecorator =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) => {
      const list: unknown = typeof value === 'string' ? value.split(',') : value;
      return Array.isArray(list) ? list.flatMap(inFull) : list;
    }),
    IsIn(names, {
      each: true,
      // Full names would be thrice as long, and the short ones are taken too.
      message: `each value in $property must be one of the following values: ${names.map(shortNameOf).sort().join(', ')}`,
    }),
  );
