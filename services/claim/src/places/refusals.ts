import { commonProblems, problems, type Problem, type ProblemMaker } from '@huying/http';
import { Refusal } from '../rules/index.js';

/** What claiming refuses because of who the volunteer is. */
export const eligibilityProblems = problems('', {
  notRegistered: {
    status: 403,
    en: 'You are not registered as a volunteer of this community.',
    zh: '您尚未在本社区注册为志愿者。',
    remedy: { en: 'POST /v1/volunteers; a moment later you can claim.', zh: '请先 POST /v1/volunteers,稍后即可认领。' },
  },
  notActive: {
    status: 403,
    en: 'Your volunteering is suspended or has ended; the community staff can say why.',
    zh: '您的志愿者身份已暂停或终止,请向社区工作人员了解原因。',
  },
  blockedAfterNoShows: {
    status: 403,
    en: 'You did not come twice without giving the place back; call the community staff.',
    zh: '您已两次未到场且未退回名额,请联系社区工作人员。',
    remedy: {
      en: 'Staff lift it with POST /v1/volunteers/{id}/block-lifting.',
      zh: '由工作人员用 POST /v1/volunteers/{id}/block-lifting 解除。',
    },
  },
  privacyConsentMissing: {
    status: 403,
    en: 'You have not agreed to the privacy notice yet.',
    zh: '您尚未同意隐私告知。',
    remedy: {
      en: 'Add `privacy-notice` to the `consents` of your profile.',
      zh: '请在您资料的 `consents` 中加入 `privacy-notice`。',
    },
  },
  guardianConsentMissing: {
    status: 403,
    en: 'Under 18 it takes the consent of a guardian.',
    zh: '未满18周岁须经监护人同意。',
    remedy: {
      en: 'Add `guardian` to the `consents` of the profile once a guardian has agreed.',
      zh: '监护人同意后,请在资料的 `consents` 中加入 `guardian`。',
    },
  },
  minorAtNight: {
    status: 403,
    en: 'Nobody under 18 serves between 22:00 and 06:00.',
    zh: '未满18周岁不得在22时至次日6时参加服务。',
  },
  tooYoung: {
    status: 403,
    en: 'You do not have the age that this need asks for on its day, or it is not known.',
    zh: '您在服务当日的年龄不符合要求或未登记。',
  },
  skillMissing: {
    status: 403,
    en: 'You lack a skill that this need asks for.',
    zh: '您缺少该需求所需的技能。',
  },
  trainingMissing: {
    status: 403,
    en: 'You lack a training that this need asks for, or it runs out before the service.',
    zh: '您缺少该需求所需的培训,或培训在服务日前已过期。',
  },
  notInGroup: {
    status: 403,
    en: 'This need is for members of certain groups.',
    zh: '该需求仅面向指定志愿群成员。',
  },
  otherHometown: {
    status: 403,
    en: 'This need is for people from a certain hometown.',
    zh: '该需求仅面向指定籍贯的志愿者。',
  },
  otherDialect: {
    status: 403,
    en: 'This need is for people who speak a certain dialect.',
    zh: '该需求需要会说指定方言的志愿者。',
  },
  waveNotReached: {
    status: 403,
    en: 'This need has not widened to you yet.',
    zh: '该需求的认领范围尚未扩大到您。',
    remedy: {
      en: 'GET /v1/needs/{needId}/places says when it widens.',
      zh: 'GET /v1/needs/{needId}/places 写明何时扩大范围。',
    },
  },
  riskNotAccepted: {
    status: 422,
    en: 'This need carries a risk that you have to accept first.',
    zh: '该需求存在风险,须先确认知晓。',
    remedy: {
      en: 'Show the need\'s `risk`, then claim with {"riskAccepted": true} (Regulations on Voluntary Service, art. 12, 15, 16).',
      zh: '请先展示需求的 `risk`,再以 {"riskAccepted": true} 认领(志愿服务条例第十二、十五、十六条)。',
    },
  },
});

/** What claiming, answering and giving back refuse. */
export const claimProblems = problems('', {
  needFull: {
    status: 409,
    en: 'All places of this need are held, and nobody can wait for one.',
    zh: '该需求名额已满,无法候补。',
  },
  alreadyIn: {
    status: 409,
    en: 'There is a claim to this need already: a place, an offer, or a position in line.',
    zh: '已认领该需求、收到邀约或正在候补。',
    remedy: { en: 'See it with GET /v1/claims.', zh: '用 GET /v1/claims 查看。' },
  },
  notOpenYet: {
    status: 409,
    en: 'Claiming has not opened yet.',
    zh: '认领尚未开放。',
    remedy: {
      en: 'GET /v1/needs/{needId}/places says when it opens.',
      zh: 'GET /v1/needs/{needId}/places 写明何时开放。',
    },
  },
  needClosed: {
    status: 409,
    en: 'The places of this need can no longer be claimed.',
    zh: '该需求已停止认领。',
  },
  beingDrawn: {
    status: 409,
    en: 'The window has closed and the places are being drawn.',
    zh: '报名已截止,正在抽签。',
    remedy: { en: 'What is left after the draw can be claimed then.', zh: '抽签后剩余的名额届时可以认领。' },
  },
  lineFull: {
    status: 409,
    en: 'Ten thousand have applied; no more can.',
    zh: '报名人数已达上限(一万人)。',
  },
  timeClash: {
    status: 409,
    en: 'At that time, the way there counted, you hold a place elsewhere.',
    zh: '该时段(含路途时间)您已认领其他服务。',
  },
  tooManyClaims: {
    status: 409,
    en: 'You hold as many places as one may at a time.',
    zh: '您同时认领的服务已达上限。',
  },
  tooManyHours: {
    status: 409,
    en: 'With this need you would serve longer than one may in a week.',
    zh: '认领后您本周的服务时长将超过上限。',
  },
  restNeeded: {
    status: 409,
    en: 'You got a place not long ago; others come first for now.',
    zh: '您刚认领过服务,请先让给其他志愿者。',
  },
  seriesLimitReached: {
    status: 409,
    en: 'You hold as many places of this series as one may.',
    zh: '您在该系列中认领的名额已达上限。',
  },
  claimedTooOften: {
    status: 409,
    en: 'You have claimed this need and given the place back too often.',
    zh: '您反复认领并退回该需求的次数过多。',
  },
  notTogether: {
    status: 409,
    en: 'Places of this need go to each by themselves, not to groups.',
    zh: '该需求不支持结伴或团队认领。',
  },
  needUnknown: {
    status: 404,
    en: 'No published need with this id exists in your community.',
    zh: '在您的社区中找不到该已发布的需求。',
    remedy: {
      en: 'A need that was published this very moment can be claimed a moment later.',
      zh: '刚刚发布的需求,请稍后再认领。',
    },
  },
  claimUnknown: {
    status: 404,
    en: 'No claim with this id exists in your community.',
    zh: '在您的社区中找不到该认领。',
  },
  releaseClosed: {
    status: 409,
    en: 'It is too late to give the place back by yourself; call the community staff.',
    zh: '已超过自行退回名额的时间,请联系社区工作人员。',
    remedy: {
      en: 'Staff give it back with a reason: POST /v1/claims/{claimId}/release.',
      zh: '由工作人员说明原因后退回:POST /v1/claims/{claimId}/release。',
    },
  },
  alreadyDelivered: {
    status: 409,
    en: 'What was pledged has been delivered; it cannot be taken back.',
    zh: '所认捐的物品已送达,不能再退回。',
    remedy: {
      en: 'When the thing is gone, staff say so: POST /v1/pledges/{pledgeId}/retirement.',
      zh: '如物品已不存在,由工作人员登记:POST /v1/pledges/{pledgeId}/retirement。',
    },
  },
  placesBelowHeld: {
    status: 409,
    en: 'More places are held than that; name the claims that give way.',
    zh: '已被认领的名额多于该数量,请指明需退回的认领。',
    remedy: {
      en: 'Put enough claim ids into `release`: nobody loses a place without a named decision.',
      zh: '请在 `release` 中写明足够的认领编号:未经指名决定,任何人都不会失去名额。',
    },
  },
  offerExpired: {
    status: 409,
    en: 'The time to accept this place is over.',
    zh: '接受邀约的时间已过。',
  },
  notOffered: {
    status: 409,
    en: 'No place is offered with this claim.',
    zh: '该认领没有待接受的邀约。',
  },
  notHeld: {
    status: 409,
    en: 'The place is no longer held by the one who would hand it over.',
    zh: '转让人已不再持有该名额。',
  },
  notApplied: {
    status: 409,
    en: 'Staff choose only among those who have applied to a need that asks for approval.',
    zh: '只能在需审核的需求的报名者中选择。',
  },
  notWaiting: {
    status: 409,
    en: 'This claim does not wait in line.',
    zh: '该认领不在候补中。',
  },
  orderDrawn: {
    status: 409,
    en: 'The order of this line was drawn; it stays as it was drawn.',
    zh: '该候补顺序由抽签决定,不再调整。',
  },
  poolRecovering: {
    status: 503,
    en: 'Claims are being recovered; nothing was decided.',
    zh: '认领服务正在恢复,请稍后重试。',
    remedy: {
      en: 'Repeat with the same Idempotency-Key after Retry-After seconds.',
      zh: '请在 Retry-After 所示秒数后,用同一个 Idempotency-Key 重试。',
    },
    retryAfter: 1,
  },
  outcomeUnknown: {
    status: 503,
    en: 'It is not known yet whether your claim was decided.',
    zh: '暂时无法确认认领结果。',
    remedy: {
      en: 'Repeat with the same Idempotency-Key: you get the outcome that was decided, once.',
      zh: '请用同一个 Idempotency-Key 重试:您将得到已作出的结果,且只生效一次。',
    },
    retryAfter: 1,
  },
  claimsBusy: {
    status: 503,
    en: 'More claims than can be committed are waiting; nothing was decided.',
    zh: '认领请求过多,请稍后重试。',
    remedy: {
      en: 'Repeat with the same Idempotency-Key after Retry-After seconds.',
      zh: '请在 Retry-After 所示秒数后,用同一个 Idempotency-Key 重试。',
    },
    retryAfter: 1,
  },
});

/** What each refusal of the scripts means to the client. */
const byNumber: Readonly<Record<number, ProblemMaker>> = {
  [Refusal.volunteerUnknown]: eligibilityProblems.notRegistered,
  [Refusal.needUnknown]: claimProblems.needUnknown,
  [Refusal.claimUnknown]: claimProblems.claimUnknown,
  [Refusal.inactive]: eligibilityProblems.notActive,
  [Refusal.age]: eligibilityProblems.tooYoung,
  [Refusal.skill]: eligibilityProblems.skillMissing,
  [Refusal.group]: eligibilityProblems.notInGroup,
  [Refusal.timeClash]: claimProblems.timeClash,
  [Refusal.tooManyClaims]: claimProblems.tooManyClaims,
  [Refusal.restNeeded]: claimProblems.restNeeded,
  [Refusal.tooManyHours]: claimProblems.tooManyHours,
  [Refusal.blocked]: eligibilityProblems.blockedAfterNoShows,
  [Refusal.consent]: eligibilityProblems.privacyConsentMissing,
  [Refusal.needClosed]: claimProblems.needClosed,
  [Refusal.notOpenYet]: claimProblems.notOpenYet,
  [Refusal.needFull]: claimProblems.needFull,
  [Refusal.alreadyIn]: claimProblems.alreadyIn,
  [Refusal.claimedTooOften]: claimProblems.claimedTooOften,
  [Refusal.drawing]: claimProblems.beingDrawn,
  [Refusal.notTogether]: claimProblems.notTogether,
  [Refusal.wave]: eligibilityProblems.waveNotReached,
  [Refusal.risk]: eligibilityProblems.riskNotAccepted,
  [Refusal.releaseClosed]: claimProblems.releaseClosed,
  [Refusal.placesBelowHeld]: claimProblems.placesBelowHeld,
  [Refusal.guardian]: eligibilityProblems.guardianConsentMissing,
  [Refusal.night]: eligibilityProblems.minorAtNight,
  [Refusal.training]: eligibilityProblems.trainingMissing,
  [Refusal.hometown]: eligibilityProblems.otherHometown,
  [Refusal.dialect]: eligibilityProblems.otherDialect,
  [Refusal.seriesLimit]: claimProblems.seriesLimitReached,
  [Refusal.lineFull]: claimProblems.lineFull,
  [Refusal.offerExpired]: claimProblems.offerExpired,
  [Refusal.notHeld]: claimProblems.notHeld,
  [Refusal.notOffered]: claimProblems.notOffered,
  [Refusal.notApplied]: claimProblems.notApplied,
  [Refusal.notWaiting]: claimProblems.notWaiting,
  [Refusal.drawn]: claimProblems.orderDrawn,
};

/** The problem that a script's refusal means. */
export function refusalProblem(outcome: number): Problem {
  const make = byNumber[outcome];
  if (!make) throw new RangeError(`No script answers ${outcome}.`);
  return make();
}

/** What any decision may answer while a pool is not well. */
export const whileUnwell: ProblemMaker[] = [
  claimProblems.poolRecovering,
  claimProblems.outcomeUnknown,
  claimProblems.claimsBusy,
];

/** What any decision about a need may answer. */
const always: ProblemMaker[] = [claimProblems.needUnknown, ...whileUnwell];

/** Why somebody is not the person for a need. */
const unsuited: ProblemMaker[] = Object.values(eligibilityProblems).filter(
  (one) => one !== eligibilityProblems.waveNotReached && one !== eligibilityProblems.riskNotAccepted,
);

/** Why somebody is not free for it. */
const notFree: ProblemMaker[] = [
  claimProblems.timeClash,
  claimProblems.tooManyClaims,
  claimProblems.tooManyHours,
  claimProblems.restNeeded,
  claimProblems.seriesLimitReached,
];

/** What any claim may meet. */
const anyClaimRefusals: ProblemMaker[] = [
  ...always,
  ...unsuited,
  ...notFree,
  eligibilityProblems.waveNotReached,
  eligibilityProblems.riskNotAccepted,
  claimProblems.needFull,
  claimProblems.alreadyIn,
  claimProblems.notOpenYet,
  claimProblems.needClosed,
  claimProblems.claimedTooOften,
];

/** What POST /v1/needs/{needId}/claims may refuse. */
export const claimingRefusals: ProblemMaker[] = [
  ...anyClaimRefusals,
  claimProblems.beingDrawn,
  claimProblems.lineFull,
  commonProblems.idempotencyKeyReused,
];

/** What claiming as a party or a team may refuse. */
export const togetherRefusals: ProblemMaker[] = [...anyClaimRefusals, claimProblems.notTogether];

/** What offering a place, handing one over and naming somebody may refuse. */
export const offeringRefusals: ProblemMaker[] = [
  ...always,
  ...unsuited,
  claimProblems.needFull,
  claimProblems.needClosed,
  claimProblems.alreadyIn,
  claimProblems.claimedTooOften,
  claimProblems.notHeld,
  commonProblems.idempotencyKeyReused,
];

/** What accepting a place may refuse; the offer stands. */
export const acceptingRefusals: ProblemMaker[] = [
  ...always,
  ...unsuited,
  ...notFree,
  eligibilityProblems.riskNotAccepted,
  claimProblems.claimUnknown,
  claimProblems.needClosed,
  claimProblems.notOffered,
  claimProblems.offerExpired,
  claimProblems.notHeld,
];

/** What staff's choice among applicants may refuse. */
export const choosingRefusals: ProblemMaker[] = [
  ...always,
  ...unsuited,
  ...notFree,
  claimProblems.claimUnknown,
  claimProblems.needClosed,
  claimProblems.needFull,
  claimProblems.notApplied,
];

/** What giving back or declining may refuse. */
export const releasingRefusals: ProblemMaker[] = [
  ...always,
  claimProblems.claimUnknown,
  claimProblems.releaseClosed,
  claimProblems.alreadyDelivered,
];

/** What changing the number of places may refuse. */
export const placesRefusals: ProblemMaker[] = [...always, claimProblems.notHeld, claimProblems.placesBelowHeld];

/** What another priority may be refused for. */
export const priorityRefusals: ProblemMaker[] = [
  ...always,
  claimProblems.claimUnknown,
  claimProblems.notWaiting,
  claimProblems.orderDrawn,
];
