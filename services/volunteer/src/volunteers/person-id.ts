import { Injectable, type PipeTransform } from '@nestjs/common';
import { commonProblems } from '@huying/http';

/** What a person's id may look like: an account's subject, or a UUIDv7. */
export const PERSON_ID = /^[\w:-]{1,100}$/;

/** A person's id in the path. What cannot be one belongs to nobody. @throws not-found */
@Injectable()
export class PersonId implements PipeTransform<string, string> {
  transform(value: string): string {
    if (!PERSON_ID.test(value)) throw commonProblems.notFound();
    return value;
  }
}
