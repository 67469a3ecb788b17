import { problems } from '@huying/http';

/** What the API refuses about proposals. */
export const proposalProblems = problems('proposal', {
  wrongState: {
    status: 409,
    en: 'This cannot be done with a proposal that is {state}.',
    zh: '该提议当前为 {state},不能进行此操作。',
  },
  noHousehold: {
    status: 403,
    en: 'Only accounts of a household propose and support.',
    zh: '只有住户账号可以提议和附议。',
    remedy: {
      en: 'Ask the community’s staff to enter your account with your household.',
      zh: '请社区工作人员将您的账号登记到您的住户。',
    },
  },
  householdTooFresh: {
    status: 403,
    en: 'Your household has been known since {since}; households propose and support after {days} days.',
    zh: '您的住户登记于 {since},登记满 {days} 天后方可提议和附议。',
    remedy: {
      en: 'Wait until then. Refusals are counted, and staff see them.',
      zh: '请等到那时。拒绝次数会被记录,工作人员可以看到。',
    },
  },
  tooMany: {
    status: 409,
    en: 'You have {most} proposals that are not decided, as many as anybody may.',
    zh: '您有 {most} 件提议尚未处理,达到上限。',
    remedy: { en: 'Withdraw one, or wait until staff have decided.', zh: '请撤回一项,或等待工作人员作出决定。' },
  },
  notYours: {
    status: 403,
    en: 'Only whoever made a proposal withdraws it.',
    zh: '只有提议人可以撤回提议。',
    remedy: { en: 'Withdraw the support of your household instead.', zh: '请改为撤回您住户的附议。' },
  },
});
