import { describe, expect, it } from '@jest/globals';
import { ConfigurationError } from '../configuration.js';
import { retentionDays } from './retention-days.js';
import { daysKept, type RetentionRule } from './rule.js';

const rule = (name: string, end: RetentionRule['end']): RetentionRule => ({
  ...{ name, end, table: name, columns: [], what: name, purpose: name },
});
const rules = [
  rule('calls', { do: 'delete', days: daysKept(180, 30, 1_095), after: 'it', since: 'at' }),
  rule('cases', { do: 'kept', until: 'then' }),
];

describe('days that whoever runs the platform sets', () => {
  it('count for the rule of the service, and those of others are others’ business', () => {
    const set = retentionDays('request', rules, { RETENTION_DAYS: { 'request.calls': 90, 'claim.sightings': 7 } });
    expect([...set]).toEqual([['calls', 90]]);
  });

  it.each([
    ['a rule that there is not', { 'request.cals': 90 }, 'no rule cals'],
    ['a rule without days', { 'request.cases': 90 }, 'no rule cases'],
    ['a service that there is not', { 'reqest.calls': 90 }, 'no service reqest'],
    ['too few', { 'request.calls': 29 }, 'from 30 to 1095'],
    ['too many', { 'request.calls': 1_096 }, 'from 30 to 1095'],
    ['half a day', { 'request.calls': 90.5 }, 'whole number'],
    ['a word', { 'request.calls': 'long' }, 'whole number'],
  ])('are refused for %s', (_, wish, words) => {
    const set = () => retentionDays('request', rules, { RETENTION_DAYS: wish });
    expect(set).toThrow(ConfigurationError);
    expect(set).toThrow(words);
  });
});
