/**
 * A process has one list of declared problems.
 * @jest-environment node
 */
import { describe, expect, it } from '@jest/globals';
import { commonProblems } from './common.problems.js';
import { Problem, problems } from './problems.js';

const text = { en: 'It is late.', zh: '太晚了。' };

describe('declared problems', () => {
  it('get their codes from prefix and name', () => {
    const made = problems('tea', { isCold: { status: 409, ...text } });
    expect(made.isCold.type).toEqual({ code: 'tea-is-cold', status: 409, ...text });
    expect(made.isCold()).toBeInstanceOf(Problem);
    expect(made.isCold({}, { cause: 'ice' }).cause).toBe('ice');
  });

  it('are declared once: another of the same code is a mistake found at load', () => {
    problems('milk', { isSour: { status: 409, ...text } });
    expect(() => problems('milk', { isSour: { status: 410, ...text } })).toThrow('milk-is-sour is declared twice');
  });

  it.each(Object.values(commonProblems).map(({ type }) => [type.code, type] as const))(
    '%s speaks both languages of the same things',
    (_, { en, zh, status }) => {
      const holes = (one: string) => [...one.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
      expect(en).toMatch(/^[A-Z][^一-鿿]+\.$/);
      expect(zh).toMatch(/[一-鿿].*。$/u);
      expect(holes(zh)).toEqual(holes(en));
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(600);
    },
  );
});
