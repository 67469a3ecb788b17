import { problems } from '@huying/http';

/** What the API refuses about partners. */
export const partnerProblems = problems('partner', {
  wrongState: {
    status: 409,
    en: 'This cannot be done with a partner that has {state}.',
    zh: '该成员当前为 {state},不能进行此操作。',
  },
  accountTaken: {
    status: 409,
    en: 'This account acts for another partner already.',
    zh: '该账号已代表另一成员。',
  },
  unknown: {
    status: 422,
    en: 'You act for no partner of this community.',
    zh: '您不代表本社区的任何联合会成员。',
    remedy: {
      en: 'Ask the community to enter your account with the partner.',
      zh: '请社区将您的账号登记到该伙伴单位。',
    },
  },
  agreed: {
    status: 409,
    en: 'It has agreed to {count} things that are not given yet.',
    zh: '该成员还有 {count} 项已同意但尚未兑现的资源。',
  },
});

/** What the API refuses about offers and what they are matched with. */
export const offerProblems = problems('offer', {
  wrongState: {
    status: 409,
    en: 'This cannot be done with an offer that is {state}.',
    zh: '该资源当前为 {state},不能进行此操作。',
  },
  periodUpsideDown: {
    status: 422,
    en: 'The period must end after it begins, and not lie in the past.',
    zh: '有效期的结束日期必须晚于开始日期,且不能已过。',
  },
  unknownTarget: {
    status: 422,
    en: 'There is no such {kind} in your community that could use it.',
    zh: '您的社区中没有可使用该资源的 {kind}。',
  },
  outOfPeriod: {
    status: 422,
    en: 'The offer holds from {from} until {until}.',
    zh: '该资源的有效期为 {from} 至 {until}。',
  },
  notEnoughLeft: {
    status: 409,
    en: '{left} are left of this offer.',
    zh: '该资源仅剩 {left}。',
    remedy: { en: 'Match less, or take another offer.', zh: '请减少对接数量,或选用其他资源。' },
  },
  matchWrongState: {
    status: 409,
    en: 'This cannot be done with what is {state}.',
    zh: '该对接当前为 {state},不能进行此操作。',
    remedy: {
      en: 'Read the offer’s ledger: somebody may have done it already.',
      zh: '请查看该资源的台账,可能已有他人办理。',
    },
  },
});
