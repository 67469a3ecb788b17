import { problems } from '@huying/http';

/** What the API refuses about invitations of go-betweens. */
export const invitationProblems = problems('invitation', {
  wrongState: {
    status: 409,
    en: 'This cannot be done with an invitation that is {state}.',
    zh: '邀请当前为 {state},不能进行此操作。',
  },
  pending: {
    status: 409,
    en: 'A go-between is proposed already, or on the case.',
    zh: '本案已提出或已邀请中间人。',
    remedy: {
      en: 'Wait for the answers; a declined invitation makes room for another.',
      zh: '请等待答复;有人谢绝后可另邀他人。',
    },
  },
  noGoBetween: {
    status: 409,
    en: 'There is no go-between from the hometown of side {side} who could be asked.',
    zh: '没有可邀请的来自第 {side} 方家乡的中间人。',
  },
  noImpasse: {
    status: 409,
    en: 'A go-between is invited at an impasse; the case has come to none.',
    zh: '案件尚未陷入僵局,暂不邀请中间人。',
  },
});
