import { problems, type ProblemMaker } from '@huying/http';
import { claimProblems } from '../places/refusals.js';

/** What pledging refuses. */
export const pledgingProblems = problems('pledging', {
  appealUnknown: {
    status: 404,
    en: 'No open appeal with this id exists in your community.',
    zh: '在您的社区中找不到该认捐项目。',
    remedy: {
      en: 'An appeal that was opened this very moment can be pledged a moment later.',
      zh: '刚刚开放的认捐项目,请稍后再认捐。',
    },
  },
  tooEarly: { status: 409, en: 'Pledging has not opened yet.', zh: '认捐尚未开放。' },
  closed: { status: 409, en: 'Nothing more is wanted.', zh: '该认捐项目已结束。' },
  alreadyPledged: {
    status: 409,
    en: 'You have pledged one, or wait for one, already.',
    zh: '您已认捐,或已在候补。',
    remedy: { en: 'See it with GET /v1/claims.', zh: '用 GET /v1/claims 查看。' },
  },
  tooOften: {
    status: 409,
    en: 'You have pledged and withdrawn too often.',
    zh: '您反复认捐并撤回的次数过多。',
  },
});

/** What the refusals of claiming mean to a resident who pledges. */
export const pledgingWords: Readonly<Record<string, ProblemMaker>> = {
  [claimProblems.needUnknown.type.code]: pledgingProblems.appealUnknown,
  [claimProblems.notOpenYet.type.code]: pledgingProblems.tooEarly,
  [claimProblems.needClosed.type.code]: pledgingProblems.closed,
  [claimProblems.alreadyIn.type.code]: pledgingProblems.alreadyPledged,
  [claimProblems.claimedTooOften.type.code]: pledgingProblems.tooOften,
};
