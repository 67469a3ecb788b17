import { problems } from '@huying/http';

/** What the API refuses about cases. */
export const caseProblems = problems('case', {
  wrongState: {
    status: 409,
    en: 'This cannot be done with a case that is {state}.',
    zh: '案件当前为 {state},不能进行此操作。',
  },
  needsTwoSides: {
    status: 409,
    en: 'A dispute has two sides at least; the case has {sides}.',
    zh: '纠纷至少有两方当事人,本案现有 {sides} 方。',
    remedy: { en: 'Add the parties of the other side, then ask for consent.', zh: '请先补充对方当事人,再征求同意。' },
  },
  sidesNotInOrder: {
    status: 422,
    en: 'Sides are numbered from 1 on, without a gap.',
    zh: '当事方须从 1 开始连续编号。',
  },
  unknownHometown: {
    status: 422,
    en: '{code} is no administrative division (GB/T 2260, six digits).',
    zh: '{code} 不是有效的行政区划代码(GB/T 2260,六位)。',
  },
  partyTwice: {
    status: 409,
    en: 'This account is a party to the case already.',
    zh: '该账号已是本案当事人。',
  },
  notAsked: {
    status: 409,
    en: 'This party was not asked for consent, or has answered already.',
    zh: '尚未征求该当事人意见,或其已作答复。',
  },
  paperWanted: {
    status: 422,
    en: 'For somebody else an answer is taken only on paper, with its witness and the party named.',
    zh: '代录他人答复须注明当事人及书面材料的见证人。',
    remedy: {
      en: 'Send `partyId` and `witness`; or let the party answer with its own token.',
      zh: '请发送 `partyId` 和 `witness`,或由当事人用自己的令牌答复。',
    },
  },
  notAGroup: {
    status: 409,
    en: 'This side is not a group.',
    zh: '该方不是群体当事人。',
  },
  sourceNotYours: {
    status: 422,
    en: 'You cannot open a case as one that comes from {source}.',
    zh: '您不能以 {source} 为来源登记案件。',
  },
  askedAlready: {
    status: 409,
    en: 'What is asked is on record already, and stays in the words of whoever asked.',
    zh: '诉求已登记在案,应保留提出人的原话。',
    remedy: { en: 'Leave `asked` out to change the rest.', zh: '请不要填写 `asked`,只修改其余内容。' },
  },
  electionUndecided: {
    status: 409,
    en: 'More than half of the group must vote: {voters} of {members} have.',
    zh: '须有过半数成员投票:目前 {members} 人中有 {voters} 人投票。',
  },
  electionTied: {
    status: 409,
    en: 'Votes are equal at the last of {seats} seats.',
    zh: '第 {seats} 个名额票数相同。',
    remedy: {
      en: 'Let members vote again, or elect another number of representatives.',
      zh: '请成员重新投票,或改选其他人数的代表。',
    },
  },
  candidateNotInGroup: {
    status: 422,
    en: 'A representative is a member of the group, on the side of whoever votes.',
    zh: '代表人须为本方群体成员。',
  },
  representativeNotElected: {
    status: 403,
    en: 'Only elected representatives speak for the group.',
    zh: '只有经推选的代表人才能代表群体一方。',
    remedy: { en: 'Let the group elect representatives first.', zh: '请先由群体推选代表。' },
  },
  confirmedByCourt: {
    status: 409,
    en: 'A court has confirmed the agreement; the case is not opened again.',
    zh: '调解协议已经司法确认,案件不能重新受理。',
    remedy: {
      en: 'What a court has confirmed is enforced by the court (人民调解法 art. 33).',
      zh: '经法院确认的协议由法院执行(人民调解法第三十三条)。',
    },
  },
  dataNotYours: {
    status: 403,
    en: 'What is known of another party is shown to nobody but the mediators.',
    zh: '其他当事人的信息仅限调解员查阅。',
  },
  reasonWanted: {
    status: 422,
    en: 'A member of the committee reads this only with a reason, which goes on record and is shown to the parties.',
    zh: '调委会成员查阅须说明理由,理由将记录在案并向当事人公开。',
    remedy: { en: 'Add `?reason=…`.', zh: '请加上 `?reason=…`。' },
  },
  notPaused: { status: 409, en: 'The time of the case runs.', zh: '案件期限未中止。' },
  paused: { status: 409, en: 'The time of the case stands still.', zh: '案件期限已中止。' },
  extensionTooShort: {
    status: 422,
    en: 'The new end must lie after the present one, {dueAt}.',
    zh: '延长后的期限须晚于现期限 {dueAt}。',
  },
  extensionTooLong: {
    status: 422,
    en: 'At most {days} days can be added at once.',
    zh: '一次最多延长 {days} 天。',
  },
  noExtension: { status: 409, en: 'No extension is proposed.', zh: '当前没有待同意的延期建议。' },
  fileIncomplete: {
    status: 409,
    en: 'The file is not complete: {missing}.',
    zh: '卷宗不完整,缺:{missing}。',
    remedy: {
      en: 'A file holds what was asked, its parties, and the minutes of every session (人民调解法 art. 27).',
      zh: '案卷须有申请事项、当事人和每次调解会的笔录(人民调解法第二十七条)。',
    },
  },
});
