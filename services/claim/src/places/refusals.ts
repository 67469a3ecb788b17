import { problems, type Problem, type ProblemMaker } from '@huying/http';

/** What a script says when this process must look again, not the client. */
export const POOL_NOT_LOADED = -1;
export const EPOCH_OVER = -2;

/** What claiming and giving back refuse. */
export const claimProblems = problems('', {
  needFull: {
    status: 409,
    en: 'All places of this need are held, and it has no waiting list.',
    zh: '该需求名额已满,且未开放候补。',
  },
  alreadyIn: {
    status: 409,
    en: 'You already hold a place of this need or wait for one.',
    zh: '您已认领该需求或正在候补。',
    remedy: 'See your claim with GET /v1/claims.',
  },
  notOpenYet: {
    status: 409,
    en: 'Claiming has not opened yet.',
    zh: '认领尚未开放。',
    remedy: 'GET /v1/needs/{needId}/places says when it opens.',
  },
  needClosed: {
    status: 409,
    en: 'The places of this need can no longer be claimed.',
    zh: '该需求已停止认领。',
  },
  notEligible: {
    status: 403,
    en: 'You are not eligible for this need: {reason}.',
    zh: '您不符合该需求的要求:{reasonZh}。',
  },
  timeClash: {
    status: 409,
    en: 'At that time you hold a place elsewhere.',
    zh: '该时段您已认领其他服务。',
  },
  tooManyClaims: {
    status: 409,
    en: 'You hold as many places as one may at a time.',
    zh: '您同时认领的服务已达上限。',
  },
  claimedTooOften: {
    status: 409,
    en: 'You have claimed this need and given the place back too often.',
    zh: '您反复认领并退回该需求的次数过多。',
  },
  needUnknown: {
    status: 404,
    en: 'No published need with this id exists in your community.',
    zh: '在您的社区中找不到该已发布的需求。',
    remedy: 'A need that was published this very moment can be claimed a moment later.',
  },
  releaseClosed: {
    status: 409,
    en: 'It is too late to give the place back by yourself; call the community staff.',
    zh: '已超过自行退回名额的时间,请联系社区工作人员。',
  },
  poolRecovering: {
    status: 503,
    en: 'Claims are being recovered; nothing was decided.',
    zh: '认领服务正在恢复,请稍后重试。',
    remedy: 'Repeat with the same Idempotency-Key after Retry-After seconds.',
    retryAfter: 1,
  },
  outcomeUnknown: {
    status: 503,
    en: 'It is not known yet whether your claim was decided.',
    zh: '暂时无法确认认领结果。',
    remedy: 'Repeat with the same Idempotency-Key: you get the outcome that was decided, once.',
    retryAfter: 1,
  },
  claimsBusy: {
    status: 503,
    en: 'More claims than can be committed are waiting; nothing was decided.',
    zh: '认领请求过多,请稍后重试。',
    remedy: 'Repeat with the same Idempotency-Key after Retry-After seconds.',
    retryAfter: 1,
  },
});

const notEligible = (reason: string, reasonZh: string) => () => claimProblems.notEligible({ reason, reasonZh });

/** What each refusal of the scripts (negative numbers, see the scripts' headers) means to the client. */
const byNumber: Readonly<Record<number, () => Problem>> = {
  [-3]: notEligible('you are not registered as a volunteer', '您尚未注册为志愿者'),
  [-4]: () => claimProblems.needUnknown(),
  [-5]: () => claimProblems.needUnknown(),
  [-10]: notEligible('you are not active at present', '您当前不是活跃志愿者'),
  [-11]: notEligible('your age does not fit, or is not known', '年龄不符合要求或未登记'),
  [-12]: notEligible('a required skill is missing', '缺少所需技能'),
  [-13]: notEligible('it is for members of certain groups', '仅限指定志愿群成员'),
  [-14]: () => claimProblems.timeClash(),
  [-15]: () => claimProblems.tooManyClaims(),
  [-20]: () => claimProblems.needClosed(),
  [-21]: () => claimProblems.notOpenYet(),
  [-22]: () => claimProblems.needFull(),
  [-23]: () => claimProblems.alreadyIn(),
  [-24]: () => claimProblems.claimedTooOften(),
  [-30]: () => claimProblems.releaseClosed(),
};

/** The problem that a script's refusal means. */
export function refusalProblem(outcome: number): Problem {
  const make = byNumber[outcome];
  if (!make) throw new RangeError(`No script answers ${outcome}.`);
  return make();
}

/** What POST /v1/needs/{needId}/claims may refuse. */
export const claimingRefusals: ProblemMaker[] = [
  claimProblems.needFull,
  claimProblems.alreadyIn,
  claimProblems.notOpenYet,
  claimProblems.needClosed,
  claimProblems.notEligible,
  claimProblems.timeClash,
  claimProblems.tooManyClaims,
  claimProblems.claimedTooOften,
  claimProblems.needUnknown,
  claimProblems.poolRecovering,
  claimProblems.outcomeUnknown,
  claimProblems.claimsBusy,
];
