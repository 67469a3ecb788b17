import { problems } from '@huying/http';

/** What the API refuses about works. */
export const workProblems = problems('work', {
  wrongState: {
    status: 409,
    en: 'This cannot be done with works that are {state}.',
    zh: '工程当前为 {state},不能进行此操作。',
  },
  stagesNotInOrder: {
    status: 422,
    en: 'Stage {stage} must begin on or after the first day of the one before, and end no earlier than it begins.',
    zh: '第 {stage} 阶段的开始日期不得早于上一阶段的开始日期,结束日期不得早于开始日期。',
    remedy: {
      en: 'List the stages in the order in which they begin, each with `untilOn` on or after `fromOn`.',
      zh: '请按开始的先后列出各阶段,每个阶段的 `untilOn` 不得早于 `fromOn`。',
    },
  },
  stageNameTwice: {
    status: 422,
    en: 'Two stages have the same name.',
    zh: '不能有两个同名阶段。',
    remedy: {
      en: 'Give each stage a name of its own: figures are kept by it.',
      zh: '每个阶段须有自己的名称:各项数据按名称保存。',
    },
  },
  termReversed: {
    status: 422,
    en: 'A term ends on or after the day on which it begins, and not before today.',
    zh: '任期结束日期不得早于开始日期,也不得早于今天。',
  },
  seatTaken: {
    status: 409,
    en: 'This person is in the team already at that time.',
    zh: '该居民在此期间已是监督团成员。',
    remedy: {
      en: 'Let the term begin after the present one ends, or end the present one first.',
      zh: '请让任期在现任届满之后开始,或先结束现任的任期。',
    },
  },
  contractorSupervises: {
    status: 422,
    en: 'Whoever carries out the works does not watch them.',
    zh: '施工方人员不得担任该工程的监督员。',
  },
  seatLeftAlready: {
    status: 409,
    en: 'This seat was given up already, or its term is over.',
    zh: '该监督员已退出或任期已满。',
  },
  gravelyFlawed: {
    status: 409,
    en: 'The works have {open} serious or dangerous findings that are not closed.',
    zh: '工程尚有 {open} 个严重或危险问题未销号,不能竣工。',
    remedy: {
      en: 'Let the contractor rectify them and another supervisor check again; see `GET /v1/findings?workId=…`.',
      zh: '请施工方整改,并由另一名监督员复查;见 `GET /v1/findings?workId=…`。',
    },
  },
  notAskedYet: {
    status: 409,
    en: 'Households are asked how satisfied they are once the works are done.',
    zh: '工程竣工后才开始满意度评价。',
  },
  ratingsOver: {
    status: 409,
    en: 'The time to say how satisfied you are is over.',
    zh: '满意度评价已截止。',
  },
  ratedAlready: {
    status: 409,
    en: 'Your household has said already how satisfied it is.',
    zh: '您的家庭已经评价过。',
  },
  noHousehold: {
    status: 403,
    en: 'Only accounts of a household of the estate say how satisfied they are.',
    zh: '只有本小区住户账号可以评价。',
    remedy: {
      en: 'Ask the community’s staff to enter your account with your household.',
      zh: '请社区工作人员将您的账号登记到您的住户。',
    },
  },
});
