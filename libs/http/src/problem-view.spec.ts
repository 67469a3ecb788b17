import { ForbiddenError } from '@huying/auth';
import { describe, expect, it } from '@jest/globals';
import { commonProblems } from './common.problems.js';
import { languageOf, problemView } from './problem-view.js';
import { problemOf } from './problem.filter.js';
import { Problem } from './problems.js';

describe('the language of an answer', () => {
  it.each([
    [undefined, 'zh-CN'],
    ['', 'zh-CN'],
    ['*', 'zh-CN'],
    ['zh', 'zh-CN'],
    ['zh-CN', 'zh-CN'],
    ['zh-Hans-CN', 'zh-CN'],
    ['ZH-tw', 'zh-CN'],
    ['en', 'en'],
    ['EN', 'en'],
    ['en-GB', 'en'],
    ['en-US,en;q=0.9', 'en'],
    ['fr, en;q=0.5', 'en'],
    ['fr', 'zh-CN'],
    ['de, *', 'zh-CN'],
    ['zh;q=0.2, en;q=0.8', 'en'],
    ['en;q=0.2, zh;q=0.8', 'zh-CN'],
    ['en;q=0', 'zh-CN'],
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh-CN'],
    [';;;q=,,', 'zh-CN'],
    ['english', 'zh-CN'],
  ])('for Accept-Language %j is %s', (asked, language) => expect(languageOf(asked)).toBe(language));
});

describe('a problem as it is shown', () => {
  const view = (problem: Problem, language: 'zh-CN' | 'en' = 'en') =>
    problemView(problem, language, '/v1/needs', 'r-1');

  it('has type, code, status, text, path and request id', () => {
    expect(view(commonProblems.notFound())).toEqual({
      type: 'urn:huying:problem:not-found',
      title: 'not found',
      status: 404,
      code: 'not-found',
      detail: 'Nothing with this id exists in your community.',
      instance: '/v1/needs',
      requestId: 'r-1',
    });
    expect(view(commonProblems.notFound(), 'zh-CN').detail).toBe('在您的社区中找不到该编号对应的内容。');
  });

  it('says what to do in the language of the answer, word for word: what stands in braces there is of a path', () => {
    const remedy = { en: 'GET /v1/needs/{needId} says when.', zh: 'GET /v1/needs/{needId} 写明时间。' };
    const problem = new Problem({ ...commonProblems.notFound.type, remedy }, { needId: '7' });
    expect(view(problem).remedy).toBe(remedy.en);
    expect(view(problem, 'zh-CN').remedy).toBe(remedy.zh);
  });

  it('names the permission that is missing and the roles that have it', () => {
    const problem = problemOf(new ForbiddenError('permission-missing', 'webhooks:manage'), 1_024)!;
    expect(view(problem)).toMatchObject({
      code: 'permission-missing',
      permission: { name: 'webhooks:manage', roles: ['staff', 'district'] },
    });
    expect(view(problemOf(new ForbiddenError('permission-missing'), 1_024)!)).not.toHaveProperty('permission');
  });

  it('fills its text with parameters, in both languages', () => {
    const problem = commonProblems.tooManyRequests({ seconds: 7 });
    expect(view(problem).detail).toBe('Too many requests; try again in 7 seconds.');
    expect(view(problem, 'zh-CN').detail).toBe('请求过于频繁,请在 7 秒后重试。');
  });

  it.each(['{seconds}', '$t(not-found)', '<b>&"', '%s', '$1', '{{seconds}}', ''])(
    'shows the parameter %j as it is, and nothing of what it might mean to a template',
    (seconds) => {
      expect(view(commonProblems.tooManyRequests({ seconds })).detail).toBe(
        `Too many requests; try again in ${seconds} seconds.`,
      );
    },
  );

  it('lists violations in the language of the answer', () => {
    const violation = { pointer: '/places', code: 'min', en: 'Too few.', zh: '太少。' };
    const problem = new Problem(commonProblems.invalidInput.type, {}, [violation]);
    expect(view(problem).errors).toEqual([{ pointer: '/places', code: 'min', detail: 'Too few.' }]);
    expect(view(problem, 'zh-CN').errors).toEqual([{ pointer: '/places', code: 'min', detail: '太少。' }]);
  });
});
