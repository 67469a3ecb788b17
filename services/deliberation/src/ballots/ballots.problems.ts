import { problems } from '@huying/http';

/** What the API refuses about ballots. */
export const ballotProblems = problems('ballot', {
  noVote: {
    status: 403,
    en: 'Your household has no vote in this round.',
    zh: '您的住户不在本轮表决名册内。',
    remedy:
      'Use the code on the paper of the household, or ask the community to tie your account to it before the next round.',
  },
  wrongCode: {
    status: 403,
    en: 'This code is not one of this round.',
    zh: '表决码不正确。',
    remedy: 'Type it as it stands on the paper. Wrong codes are counted, and staff see them.',
  },
  mistypedCode: {
    status: 422,
    en: 'The code has been mistyped: its check symbol does not fit.',
    zh: '表决码输入有误:校验位不符。',
    remedy: 'Type it as it stands on the paper.',
  },
  tooManyWrongCodes: {
    status: 429,
    en: 'This account has tried {most} wrong codes in this round.',
    zh: '该账号在本轮已输错 {most} 次表决码。',
    remedy: 'Vote with the account that is tied to the household, or on paper.',
  },
  castAlready: {
    status: 409,
    en: 'This voter has cast a ballot already.',
    zh: '该户已投票。',
    remedy: 'A ballot in the app cannot be changed; a paper handed in before closing replaces it.',
  },
  onPaper: {
    status: 409,
    en: 'The paper of this voter has been counted; it replaces the app.',
    zh: '该户纸质选票已录入,以纸质选票为准。',
  },
  late: {
    status: 409,
    en: 'The round has closed.',
    zh: '本轮表决已截止。',
  },
  notAChoice: {
    status: 422,
    en: 'This is not a choice of the round: from 1 to {most} of its options, none twice.',
    zh: '选择无效:请从选项中选 1 至 {most} 项,不得重复。',
  },
  readAlready: {
    status: 409,
    en: 'You have read this paper already; another must read it again.',
    zh: '您已录入过该选票,须由另一位工作人员复核录入。',
  },
});
