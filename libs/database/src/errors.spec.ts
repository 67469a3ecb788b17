import { describe, expect, it } from '@jest/globals';
import { QueryFailedError, QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError } from 'typeorm';
import { DatabaseUnavailableError, isDatabaseUnavailable, isExclusionViolation, isUniqueViolation } from './errors.js';

const failed = (fields: object): QueryFailedError =>
  new QueryFailedError('SELECT 1', [], Object.assign(new Error('failed'), fields));

describe('a database that is away', () => {
  it.each([
    ['the connection is refused', { code: 'ECONNREFUSED' }],
    ['the connection breaks', { code: '08006' }],
    ['it is shutting down', { code: '57P01' }],
    ['it has crashed', { code: '57P02' }],
    ['it is starting up', { code: '57P03' }],
    ['it has no connection left', { code: '53300' }],
  ])('is one when %s', (_, fields) => {
    expect(isDatabaseUnavailable(failed(fields))).toBe(true);
    expect(isDatabaseUnavailable(Object.assign(new Error(), fields))).toBe(true);
  });

  it.each([
    'Connection terminated unexpectedly',
    'timeout exceeded when trying to connect',
    'timeout expired',
    'Query read timeout',
  ])('is one by the words of the driver: %s', (message) =>
    expect(isDatabaseUnavailable(new Error(message))).toBe(true),
  );

  it.each([new QueryRunnerAlreadyReleasedError(), new QueryRunnerProviderAlreadyReleasedError()])(
    'is one when the connection broke within the transaction: %s',
    (error) => expect(isDatabaseUnavailable(error)).toBe(true),
  );

  it('is one when all addresses of the host refuse', () => {
    const refused = Object.assign(new Error(), { code: 'ECONNREFUSED' });
    expect(isDatabaseUnavailable(new AggregateError([refused, refused]))).toBe(true);
    expect(isDatabaseUnavailable(new DatabaseUnavailableError(refused))).toBe(true);
  });

  it.each([
    ['a statement takes too long', failed({ code: '57014' })],
    ['a row exists', failed({ code: '23505' })],
    ['a text is malformed', failed({ code: '22P02' })],
    ['something else is wrong', new Error('ECONNREFUSED is only mentioned')],
    ['nothing is thrown', undefined],
    ['a code is a number', { code: 57 }],
  ])('is none when %s', (_, error) => expect(isDatabaseUnavailable(error)).toBe(false));
});

describe('a unique violation', () => {
  const violation = failed({ code: '23505', constraint: 'needs_one' });

  it('is told by its constraint', () => {
    expect(isUniqueViolation(violation)).toBe(true);
    expect(isUniqueViolation(violation, 'needs_one')).toBe(true);
    expect(isUniqueViolation(violation, 'needs_two')).toBe(false);
  });

  it('is no other violation', () => expect(isUniqueViolation(failed({ code: '23503' }))).toBe(false));
});

describe('an exclusion violation', () => {
  const violation = failed({ code: '23P01', constraint: 'bookings_apart' });

  it('is told by its constraint', () => {
    expect(isExclusionViolation(violation)).toBe(true);
    expect(isExclusionViolation(violation, 'bookings_apart')).toBe(true);
    expect(isExclusionViolation(violation, 'others_apart')).toBe(false);
  });

  it('is no unique violation', () => {
    expect(isUniqueViolation(violation)).toBe(false);
    expect(isExclusionViolation(failed({ code: '23505', constraint: 'bookings_apart' }))).toBe(false);
  });
});
