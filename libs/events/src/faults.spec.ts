import { describe, expect, it } from '@jest/globals';
import { DatabaseUnavailableError } from '@huying/database';
import { QueryFailedError } from 'typeorm';
import { blamesTopic, describe as described, isPassing, PermanentError } from './faults.js';

const coded = (code: string, message = 'x') => Object.assign(new Error(message), { code });
const query = (code: string, message = 'x') => new QueryFailedError('SELECT 1', [], coded(code, message));

describe('a passing fault', () => {
  it.each<[string, unknown]>([
    ['a refused connection', coded('ECONNREFUSED')],
    ['a connection that was cut', coded('ECONNRESET')],
    ['a database that is away', new DatabaseUnavailableError(new Error('x'))],
    ['a database that shuts down', query('57P01')],
    ['a deadlock', query('40P01')],
    ['a serialization failure', query('40001')],
    [
      'Redis after its retries',
      Object.assign(new Error('Reached the max retries'), { name: 'MaxRetriesPerRequestError' }),
    ],
    ['a closed Redis connection', new Error('Connection is closed.')],
    ['Redis while it loads', new Error('LOADING Redis is loading the dataset in memory')],
    ['an error that says so', Object.assign(new Error('gated'), { passing: true })],
    ['an error with such a cause', new Error('outer', { cause: coded('ETIMEDOUT') })],
  ])('is %s', (_, error) => expect(isPassing(error)).toBe(true));

  it.each<[string, unknown]>([
    ['a mistake in the code', new TypeError('x is undefined')],
    ['a broken constraint', query('23505')],
    ['a permanent error, whatever its cause', new PermanentError('no', { cause: coded('ECONNREFUSED') })],
    ['an error that says it is not', Object.assign(coded('ECONNREFUSED'), { passing: false })],
    ['nothing', undefined],
    ['a text', 'ECONNREFUSED'],
  ])('is not %s', (_, error) => expect(isPassing(error)).toBe(false));

  it('is told from a topic that Kafka refuses', () => {
    const unknown = Object.assign(new Error('x'), { type: 'UNKNOWN_TOPIC_OR_PARTITION' });
    expect(blamesTopic(new Error('outer', { cause: unknown }))).toBe(true);
    expect(blamesTopic(coded('ECONNREFUSED'))).toBe(false);
  });
});

describe('the description of an error', () => {
  it.each([
    ['Key (phone)=(13800001111) already exists.', 'Key (phone)=(…) already exists.'],
    ['invalid input syntax for type uuid: "王奶奶"', 'invalid input syntax for type uuid: …'],
    ["Unexpected token 'x', \"13800001111", 'Unexpected token …, …'],
    ['No volunteer with mobile +86 138 0000 1111', 'No volunteer with mobile …'],
    ['Mail to wang@example.cn failed', 'Mail to … failed'],
    ['找不到王奶奶', '…'],
    ['First line\nsecond line', 'First line'],
    ['x'.repeat(300), 'x'.repeat(200)],
  ])('%s → %s', (message, expected) => {
    expect(described(new Error(message)).message).toBe(expected);
  });

  it('leaves out what the payload says', () => {
    expect(described(new Error('Granny Wang is not home'), ['Granny Wang', 'home']).message).toBe('… is not …');
  });

  it('gives name and code, of the driver where it has one', () => {
    expect(described(new PermanentError('no', { code: 'too-old' }))).toMatchObject({
      error: 'PermanentError',
      code: 'too-old',
    });
    expect(described(query('23505'))).toMatchObject({ error: 'QueryFailedError', code: '23505' });
    expect(described('13800001111')).toEqual({ error: 'string', code: '', message: '' });
  });
});
