import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIGURATION, type Configuration } from '@huying/http';
import type { Temporal } from 'temporal-polyfill';

/** Names a person for those who must not know who it is. */
export type PseudonymOf = (personId: string) => string;

/**
 * Pseudonyms of people in the district's feed. Within a month and a community the same person has the same one, so that a
 * district can count; nobody without the key can join two months, or two communities, or come back to the id.
 */
@Injectable()
export class Pseudonyms {
  constructor(@Inject(CONFIGURATION) private readonly configuration: Configuration) {}

  /** Those of a community at a time: by the month of its clock. */
  of(communityId: string, at: Temporal.Instant): PseudonymOf {
    const { BLIND_INDEX_KEY, TIME_ZONE } = this.configuration;
    const month = at.toZonedDateTimeISO(TIME_ZONE).toPlainDate().toString().slice(0, 7);
    const key = createHmac('sha256', BLIND_INDEX_KEY).update(`district-pseudonyms|${communityId}|${month}`).digest();
    return (personId) => `p-${createHmac('sha256', key).update(personId).digest('base64url').slice(0, 22)}`;
  }
}
