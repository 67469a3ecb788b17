// Loaded for the problems that they declare.
import '@huying/claim';
import '@huying/district';
import '@huying/deliberation';
import '@huying/mediation';
import '@huying/organization';
import '@huying/request';
import '@huying/volunteer';
import { declaredProblems, Problem, problemView, type ProblemType } from '@huying/http';
import { describe, expect, it } from '@jest/globals';

const problems = declaredProblems();
const holesOf = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].flatMap(([, name]) => name ?? []).sort();
/** Paths, and whatever stands between backquotes. */
const namesOf = (text: string): string[] => [...text.matchAll(/`[^`]+`|\/[a-z]\w*\/[\w/{}.-]*\w/g)].map(String).sort();
const shown = (type: ProblemType, language: 'en' | 'zh-CN') => {
  const parameters = Object.fromEntries(holesOf(type.en).map((name) => [name, '7']));
  return problemView(new Problem(type, parameters), language, '/v1', 'request-1');
};

describe('every refusal of every service', () => {
  it('is looked at here', () => expect(problems.length).toBeGreaterThan(250));

  it.each(problems.map((type) => [type.code, type] as const))(
    '%s says the same in Chinese and in English, each in its own signs, with everything filled in',
    (code, type) => {
      expect(holesOf(type.zh)).toEqual(holesOf(type.en));
      const [english, chinese] = [shown(type, 'en'), shown(type, 'zh-CN')];
      expect([english.code, chinese.code]).toEqual([code, code]);
      expect(english.detail).toMatch(/^[^\p{Script=Han}{}]+[.:]$/u);
      expect(chinese.detail).toMatch(/^[^{}]*\p{Script=Han}[^{}]*[。:]$/u);
    },
  );

  it.each(problems.filter(({ remedy }) => remedy).map((type) => [type.code, type] as const))(
    '%s says in both languages what to do, with the same names of the API',
    (_, type) => {
      const [english = '', chinese = ''] = [shown(type, 'en').remedy, shown(type, 'zh-CN').remedy];
      expect(english).toMatch(/\.$/);
      expect(chinese).toMatch(/^(?!.*[a-z] [a-z]).*\p{Script=Han}.*。$/u);
      expect(namesOf(chinese)).toEqual(namesOf(english));
    },
  );
});
