import { problems } from '@huying/http';

/** What the API refuses about mediators. */
export const mediatorProblems = problems('mediator', {
  wrongState: {
    status: 409,
    en: 'This cannot be done with a mediator who is {state}.',
    zh: '调解员当前为 {state},不能进行此操作。',
  },
  twice: {
    status: 409,
    en: 'This account is a mediator of the community already.',
    zh: '该账号已是本社区调解员。',
  },
  unknownHometown: {
    status: 422,
    en: '{code} is no administrative division (GB/T 2260, six digits).',
    zh: '{code} 不是有效的行政区划代码(GB/T 2260,六位)。',
  },
  termUpsideDown: {
    status: 422,
    en: 'The term must end after it begins, and within {years} years.',
    zh: '任期须先始后终,且不超过 {years} 年。',
    remedy: {
      en: 'A term is three years, and can be given again (人民调解法 art. 9).',
      zh: '任期为三年,可以续聘(人民调解法第九条)。',
    },
  },
  unknown: {
    status: 422,
    en: 'There is no such mediator in the community.',
    zh: '本社区没有该调解员。',
  },
  isParty: {
    status: 409,
    en: 'A party to the case cannot be its mediator.',
    zh: '本案当事人不能担任本案调解员。',
  },
  hasConflict: {
    status: 409,
    en: 'The mediator cannot take this case: {because}.',
    zh: '该调解员存在回避或不宜承办的情形:{because}。',
    remedy: { en: 'Choose another of the proposals.', zh: '请从推荐名单中另选一人。' },
  },
  choiceFirst: {
    status: 409,
    en: 'The parties choose first; the committee may name a mediator from {until} on.',
    zh: '调解员先由当事人选择;{until} 起调委会方可指定。',
    remedy: {
      en: 'Propose mediators, and let each side choose or refuse (人民调解法 art. 19, 23). An urgent case need not wait.',
      zh: '请推荐调解员,由各方选择或拒绝(人民调解法第十九条、第二十三条)。紧急案件无须等待。',
    },
  },
  assignedAlready: {
    status: 409,
    en: 'The case has its mediators already.',
    zh: '本案已确定调解员。',
    remedy: {
      en: 'Read the case again. Whoever is to be replaced is taken off first.',
      zh: '请重新读取案件。须更换的调解员要先行移除。',
    },
  },
  notOnCase: {
    status: 409,
    en: 'This mediator is not on the case.',
    zh: '该调解员不在本案。',
  },
  refusedAlready: {
    status: 409,
    en: 'Your side has refused this mediator already.',
    zh: '您方已拒绝过该调解员。',
  },
  refusalsUsedUp: {
    status: 409,
    en: 'Your side has refused {most} mediators; now the committee names one.',
    zh: '您方已拒绝 {most} 名调解员,将由调委会指定。',
    remedy: {
      en: 'Whoever does not want mediation at all can end it at any time (人民调解法 art. 23).',
      zh: '完全不愿调解的当事人可以随时终止调解(人民调解法第二十三条)。',
    },
  },
  noneLeft: {
    status: 409,
    en: 'No mediator of the community can take this case.',
    zh: '本社区目前没有可承办本案的调解员。',
    remedy: {
      en: 'Appoint another mediator, or free one; the reasons stand in `excluded`.',
      zh: '请另聘一名调解员,或减轻某位的工作量;原因见 `excluded`。',
    },
  },
});

/** What the API refuses about go-betweens and their invitations. */
export const goBetweenProblems = problems('go-between', {
  wrongState: {
    status: 409,
    en: 'This cannot be done with a go-between who is {state}.',
    zh: '中间人当前为 {state},不能进行此操作。',
  },
  twice: {
    status: 409,
    en: 'This volunteer is a go-between already.',
    zh: '该志愿者已登记为中间人。',
  },
  unknownVolunteer: {
    status: 422,
    en: 'The community has no such volunteer.',
    zh: '本社区没有该志愿者。',
    remedy: {
      en: 'A go-between is a volunteer: let them register first. Who registered just now is known within seconds.',
      zh: '中间人须为志愿者,请先注册。刚刚注册的,几秒后即可识别。',
    },
  },
  unknownHometown: {
    status: 422,
    en: '{code} is no administrative division (GB/T 2260, six digits).',
    zh: '{code} 不是有效的行政区划代码(GB/T 2260,六位)。',
  },
});
