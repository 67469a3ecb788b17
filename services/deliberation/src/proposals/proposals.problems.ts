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
    remedy: 'Ask the community’s staff to enter your account with your household.',
  },
  householdTooFresh: {
    status: 403,
    en: 'Your household has been known since {since}; households propose and support after {days} days.',
    zh: '您的住户登记于 {since},登记满 {days} 天后方可提议和附议。',
    remedy: 'Wait until then. Refusals are counted, and staff see them.',
  },
  tooMany: {
    status: 409,
    en: 'You have {most} proposals that are not decided, as many as anybody may.',
    zh: '您有 {most} 件提议尚未处理,达到上限。',
    remedy: 'Withdraw one, or wait until staff have decided.',
  },
  notYours: {
    status: 403,
    en: 'Only whoever made a proposal withdraws it.',
    zh: '只有提议人可以撤回提议。',
    remedy: 'Withdraw the support of your household instead.',
  },
});
