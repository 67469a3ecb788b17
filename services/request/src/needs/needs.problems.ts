import { problems } from '@huying/http';

/** What the API refuses about needs. */
export const needProblems = problems('need', {
  notADraft: {
    status: 409,
    en: 'Only a draft can be published; this need is {state}.',
    zh: '只有草稿可以发布,该需求当前为 {state}。',
    remedy: 'Read the need; if it has ended, reopen it first.',
  },
  wrongState: {
    status: 409,
    en: 'This cannot be done with a need that is {state}.',
    zh: '需求当前为 {state},不能进行此操作。',
    remedy: 'Read the need to see where it stands.',
  },
  notStarted: {
    status: 409,
    en: 'A need cannot be completed before its service has begun.',
    zh: '服务开始之前不能标记为完成。',
  },
  endsBeforeStart: {
    status: 422,
    en: 'The need must end after it starts.',
    zh: '结束时间必须晚于开始时间。',
  },
  tooLong: {
    status: 422,
    en: 'A need lasts at most {hours} hours; raise several needs for a longer service.',
    zh: '单个需求最长 {hours} 小时,更长的服务请拆分为多个需求。',
  },
  startsInThePast: {
    status: 422,
    en: 'The start of the need lies in the past.',
    zh: '需求的开始时间已过。',
  },
  opensAfterStart: {
    status: 422,
    en: 'Claiming must open before the need starts.',
    zh: '认领开放时间必须早于服务开始时间。',
  },
  closesBeforeOpening: {
    status: 422,
    en: 'Claiming must close after it opens.',
    zh: '认领截止时间必须晚于开放时间。',
  },
  closesAfterEnd: {
    status: 422,
    en: 'Claiming must close before the need ends.',
    zh: '认领截止时间不得晚于服务结束时间。',
  },
  ratedAlready: {
    status: 409,
    en: 'The caller has already said whether this need was met.',
    zh: '来电人已对该需求作出评价。',
  },
  unknownItem: {
    status: 422,
    en: 'The catalogue has no item {code}.',
    zh: '需求清单中没有 {code} 项。',
    remedy: 'Choose a code from GET /v1/catalogue.',
  },
  unknownCall: {
    status: 422,
    en: 'There is no such call in your community.',
    zh: '您的社区中没有该来电。',
  },
});
