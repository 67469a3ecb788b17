import { describe, expect, it } from '@jest/globals';
import { describeError } from './error-description.js';

const refused = (fields: object): Error => Object.assign(new Error('Key (phone)=(13800138000) exists'), fields);

describe('an error in the logs', () => {
  it('is told with its message, its place and its causes', () => {
    const told = describeError(
      new TypeError('No keys are set.', { cause: Object.assign(new Error('gone'), { code: 'ENOENT' }) }),
    );
    expect(told).toMatchObject({
      type: 'TypeError',
      message: 'No keys are set.',
      cause: { type: 'Error', message: 'gone', code: 'ENOENT' },
    });
    expect(told.stack).toMatch(/^\s+at /);
  });

  it('of PostgreSQL is told by what was broken, never by what was written', () => {
    const error = refused({
      severity: 'ERROR',
      code: '23505',
      detail: 'Key (phone)=(13800138000) already exists.',
      where: 'line 1: 王大爷',
      constraint: 'calls_phone',
      table: 'calls',
    });
    expect(describeError(error)).toEqual({
      type: 'Error',
      code: '23505',
      constraint: 'calls_phone',
      table: 'calls',
      stack: expect.any(String) as unknown,
    });
  });

  it('of a query is told without the query and its parameters', () => {
    const driverError = refused({ code: '23514', constraint: 'places_check', table: 'needs' });
    const error = Object.assign(new Error('Failing row contains (王大爷)'), {
      driverError,
      parameters: ['王大爷'],
      query: 'INSERT',
    });
    const told = describeError(error);
    expect(told).toMatchObject({ code: '23514', constraint: 'places_check', table: 'needs' });
    expect(JSON.stringify(told)).not.toMatch(/王大爷|13800138000|INSERT/);
  });

  it('of a parser is told without what it choked on, in the stack neither', () => {
    const error = (() => {
      try {
        return JSON.parse('王大爷 13800138000') as Error;
      } catch (thrown) {
        return thrown as Error;
      }
    })();
    expect(error.message).toContain('王');
    const told = describeError(error);
    expect(told.type).toBe('SyntaxError');
    expect(JSON.stringify(told)).not.toMatch(/王|1380/);
  });

  it.each([[undefined], [null], ['13800138000'], [{ phone: '13800138000' }]])(
    'is told by its kind alone if it is %j',
    (thrown) => {
      expect(describeError(thrown)).toEqual({ type: typeof thrown });
    },
  );

  it('ends, however long the chain of causes', () => {
    const error = new Error('first');
    error.cause = error;
    expect(JSON.stringify(describeError(error)).match(/"type"/g)).toHaveLength(5);
  });
});
