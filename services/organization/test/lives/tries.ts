import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';

export { isRefusal, reached, tries } from '@huying/testing';

export const start = Temporal.Instant.from('2027-01-25T01:00:00Z');
export const today = '2027-01-25';
export const deedAt = (hours: number) => ({ by: 'staff-1', now: start.add({ hours }), reason: '已商定' });
export const row = <Row>(fields: Partial<Row>): Row =>
  ({ id: uuidv7(), communityId: 'xishan', version: 1, ...fields }) as Row;
export const hours = fc.integer({ min: -48, max: 48 });
