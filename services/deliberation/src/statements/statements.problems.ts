import { problems } from '@huying/http';

/** What the API refuses about talks. */
export const talkProblems = problems('talk', {
  timesReversed: {
    status: 422,
    en: 'A talk closes after it opens, and not before now.',
    zh: '讨论的截止时间必须晚于开始时间和当前时间。',
  },
  notOpen: {
    status: 409,
    en: 'The talk is open from {opensAt} until {closesAt}.',
    zh: '讨论开放时间为 {opensAt} 至 {closesAt}。',
  },
});

/** What the API refuses about statements. */
export const statementProblems = problems('statement', {
  wrongState: {
    status: 409,
    en: 'This cannot be done with a statement that is {state}.',
    zh: '该观点当前为 {state},不能进行此操作。',
  },
  noHousehold: {
    status: 403,
    en: 'Only accounts of a household of the estate take part.',
    zh: '只有本小区住户账号可以参与讨论。',
    remedy: {
      en: 'Ask the community’s staff to enter your account with your household.',
      zh: '请社区工作人员将您的账号登记到您的住户。',
    },
  },
  tooMany: {
    status: 409,
    en: 'You have made {most} statements in this talk, as many as anybody may.',
    zh: '您在本次讨论中已发表 {most} 条观点,达到上限。',
    remedy: { en: 'Vote on what others say.', zh: '请对他人的意见表态。' },
  },
  saidAlready: {
    status: 409,
    en: 'This was said already in this talk.',
    zh: '本次讨论中已有相同观点。',
    remedy: {
      en: 'Vote on it: if it is not shown yet, it waits for moderation.',
      zh: '请对它表态;如尚未显示,则正在等待审核。',
    },
  },
  ownModeration: {
    status: 403,
    en: 'Somebody else moderates what you said.',
    zh: '不能审核自己发表的观点。',
  },
  reasonWanted: {
    status: 422,
    en: 'Whoever said it is told why it is not shown; what is shown needs no reason.',
    zh: '不予展示须说明理由;予以展示则不填理由。',
    remedy: {
      en: 'Send `reason` with `shown: false`, and leave it out otherwise.',
      zh: '`shown: false` 时须填写 `reason`,其他情况不填。',
    },
  },
});
