import { problems } from '@huying/http';

/** What the API refuses about ballots. */
export const ballotProblems = problems('ballot', {
  noVote: {
    status: 403,
    en: 'Your household has no vote in this round.',
    zh: '您的住户不在本轮表决名册内。',
    remedy: {
      en: 'Use the code on the paper of the household, or ask the community to tie your account to it before the next round.',
      zh: '请使用本户纸质选票上的表决码,或请社区在下一轮之前为您的账号绑定住户。',
    },
  },
  wrongCode: {
    status: 403,
    en: 'This code is not one of this round.',
    zh: '表决码不正确。',
    remedy: {
      en: 'Type it as it stands on the paper. Wrong codes are counted, and staff see them.',
      zh: '请按纸上所印输入。输错的次数会被记录,工作人员可以看到。',
    },
  },
  mistypedCode: {
    status: 422,
    en: 'The code has been mistyped: its check symbol does not fit.',
    zh: '表决码输入有误:校验位不符。',
    remedy: { en: 'Type it as it stands on the paper.', zh: '请按纸上所印输入。' },
  },
  tooManyWrongCodes: {
    status: 429,
    en: 'This account has tried {most} wrong codes in this round.',
    zh: '该账号在本轮已输错 {most} 次表决码。',
    remedy: {
      en: 'Vote with the account that is tied to the household, or on paper.',
      zh: '请用已绑定住户的账号投票,或使用纸质选票。',
    },
  },
  codesStopped: {
    status: 429,
    en: 'So many wrong codes have been tried in this round that codes are not taken in the app any more.',
    zh: '本轮输错的表决码过多,应用内已停止凭码投票。',
    remedy: {
      en: 'Hand in the paper before closing, or vote with the account that is tied to the household.',
      zh: '请在截止前交回纸质选票,或用已绑定住户的账号投票。',
    },
  },
  castAlready: {
    status: 409,
    en: 'This voter has cast a ballot already.',
    zh: '该户已投票。',
    remedy: {
      en: 'A ballot in the app cannot be changed; a paper handed in before closing replaces it.',
      zh: '应用内的投票不能更改;截止前交回的纸质选票将取代它。',
    },
  },
  onPaper: {
    status: 409,
    en: 'The paper of this voter has been counted; it replaces the app.',
    zh: '该户纸质选票已录入,以纸质选票为准。',
  },
  early: {
    status: 409,
    en: 'The round opens at {opensAt}.',
    zh: '本轮表决于 {opensAt} 开始。',
    remedy: { en: 'Cast the ballot then.', zh: '请届时再投票。' },
  },
  late: {
    status: 409,
    en: 'The round has closed.',
    zh: '本轮表决已截止。',
  },
  notAChoice: {
    status: 422,
    en: 'This is not a choice of the round: from 1 to {most} of its options (or points on them), none twice.',
    zh: '选择无效:请从选项中选择,或分配分数,总数为 1 至 {most},不得重复。',
  },
  readAlready: {
    status: 409,
    en: 'You have read this paper already; another must read it again.',
    zh: '您已录入过该选票,须由另一位工作人员复核录入。',
  },
  nothingToSettle: {
    status: 409,
    en: 'There are no two readings of this paper that differ.',
    zh: '该选票没有两份不一致的录入结果。',
    remedy: { en: 'Enter what the paper says.', zh: '请按纸质选票录入。' },
  },
});
