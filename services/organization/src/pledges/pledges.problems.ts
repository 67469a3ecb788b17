import { problems } from '@huying/http';

/** What the API refuses about appeals. */
export const appealProblems = problems('appeal', {
  wrongState: {
    status: 409,
    en: 'This cannot be done with an appeal that is {state}.',
    zh: '认捐项目当前为 {state},不能进行此操作。',
  },
  basisIncomplete: {
    status: 422,
    en: 'A consultation’s result is named by its id, and nothing else has one.',
    zh: '以协商结果为依据时须填写结果编号,其他依据不填。',
    remedy: {
      en: 'Give `resultId` with the kind `consultation-result`, and leave it out with `written-decision`.',
      zh: '依据类型为 `consultation-result` 时填写 `resultId`,为 `written-decision` 时不填。',
    },
  },
  basisUnknown: {
    status: 422,
    en: 'No round of a consultation in this community was decided under this id, or it is not known here yet.',
    zh: '本社区没有该编号的协商结果,或尚未同步。',
    remedy: {
      en: 'Give the id of a closed round; of one decided just now try again in a moment.',
      zh: '请填写已截止轮次的编号;刚刚决定的,请稍后再试。',
    },
  },
  basisNotAgreed: {
    status: 422,
    en: 'Residents did not agree in that round.',
    zh: '该轮协商未获通过,不能作为依据。',
    remedy: { en: 'Name the round in which they agreed.', zh: '请填写居民表决同意的那一轮。' },
  },
  basisInTheFuture: {
    status: 422,
    en: 'The decision that it rests on must have been made already.',
    zh: '所依据的决定日期不能晚于今天。',
  },
});

/** What the API refuses about pledges. */
export const pledgeProblems = problems('pledge', {
  wrongState: {
    status: 409,
    en: 'This cannot be done with a pledge that is {state}.',
    zh: '认捐当前为 {state},不能进行此操作。',
  },
  engravingTooLong: {
    status: 422,
    en: 'At most {most} characters can be engraved.',
    zh: '刻字不能超过 {most} 个字。',
  },
  engravingForbidden: {
    status: 422,
    en: 'This cannot be engraved: no advertising, numbers to call, addresses of the net, or abuse.',
    zh: '刻字内容不合要求:不得含广告、电话号码、网址或不文明用语。',
  },
  namesWithoutConsent: {
    status: 422,
    en: 'Names are engraved only with the consent of whose they are.',
    zh: '刻写姓名须取得本人同意。',
  },
  noUpkeep: {
    status: 409,
    en: 'No upkeep is promised for this, or none is due yet.',
    zh: '该物品没有养护约定,或尚未到养护时间。',
  },
});
