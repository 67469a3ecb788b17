import { problems } from '@huying/http';

/** What the API refuses about needs. */
export const needProblems = problems('need', {
  notADraft: {
    status: 409,
    en: 'Only a draft can be published; this need is {state}.',
    zh: '只有草稿可以发布,该需求当前为 {state}。',
    remedy: { en: 'Read the need; if it has ended, reopen it first.', zh: '请读取该需求;如已结束,请先重新开启。' },
  },
  wrongState: {
    status: 409,
    en: 'This cannot be done with a need that is {state}.',
    zh: '需求当前为 {state},不能进行此操作。',
    remedy: { en: 'Read the need to see where it stands.', zh: '请读取该需求,查看其当前状态。' },
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
  placesRequired: {
    status: 422,
    en: 'Only an alert has no limit of places; say how many places this need has.',
    zh: '只有紧急寻呼可以不限名额,请填写名额数。',
    remedy: {
      en: 'Raise the need with `places`, or publish it as an alert.',
      zh: '请在提出需求时填写 `places`,或作为紧急寻呼发布。',
    },
  },
  alertNotAnEmergency: {
    status: 422,
    en: 'Only an emergency can be published as an alert.',
    zh: '只有紧急需求才能以紧急寻呼方式发布。',
    remedy: {
      en: 'Raise the need with the urgency `emergency`, or publish it another way.',
      zh: '请以 `emergency` 的紧急程度提出需求,或以其他方式发布。',
    },
  },
  wavesRequired: {
    status: 422,
    en: 'Say when the circle widens to the groups and to everyone.',
    zh: '分批发布须填写向志愿群开放和向所有人开放的时间。',
    remedy: {
      en: 'Give `waves` with `groupsAt` and `everyoneAt`.',
      zh: '请填写 `waves`,含 `groupsAt` 和 `everyoneAt`。',
    },
  },
  wavesNotAskedFor: {
    status: 422,
    en: 'Only a need that is dispatched in waves has waves.',
    zh: '只有分批发布的需求才能设置批次时间。',
    remedy: {
      en: 'Leave `waves` out, or choose `waves` as the way to dispatch.',
      zh: '请不要填写 `waves`,或选择 `waves` 作为派发方式。',
    },
  },
  wavesWithoutCircle: {
    status: 422,
    en: 'Without groups and preferred skills there is nobody to come first.',
    zh: '未指定志愿群,也未设置优先技能,无法分批发布。',
    remedy: {
      en: 'Name groups, or raise the need with preferred skills.',
      zh: '请指定志愿群,或在提出需求时写明优先技能。',
    },
  },
  wavesOutOfOrder: {
    status: 422,
    en: 'The need must first open, then widen to the groups, then to everyone.',
    zh: '批次顺序有误:应先开放认领,再向志愿群开放,最后向所有人开放。',
  },
  wavesTooLate: {
    status: 422,
    en: 'The need must be open to everyone before claiming closes.',
    zh: '向所有人开放的时间必须早于认领截止时间。',
  },
  drawTimeRequired: {
    status: 422,
    en: 'Say when the lots are drawn.',
    zh: '抽签发布须填写抽签时间。',
    remedy: { en: 'Give `drawAt`.', zh: '请填写 `drawAt`。' },
  },
  drawTimeNotAskedFor: {
    status: 422,
    en: 'Only a need whose places are drawn has a time of the draw.',
    zh: '只有抽签发布的需求才能设置抽签时间。',
    remedy: {
      en: 'Leave `drawAt` out, or choose `draw` as the way to dispatch.',
      zh: '请不要填写 `drawAt`,或选择 `draw` 作为派发方式。',
    },
  },
  drawBeforeOpening: {
    status: 422,
    en: 'The lots must be drawn after claiming opens.',
    zh: '抽签时间必须晚于认领开放时间。',
  },
  drawTooLate: {
    status: 422,
    en: 'The lots must be drawn before claiming closes.',
    zh: '抽签时间必须早于认领截止时间。',
  },
  notMoved: {
    status: 422,
    en: 'The need takes place then and there already.',
    zh: '需求的时间和地点没有变化。',
  },
  answerOutOfTime: {
    status: 422,
    en: 'Those who hold a place must be able to answer before the new start, and not only in the past.',
    zh: '答复截止时间必须晚于现在,且早于新的开始时间。',
    remedy: {
      en: 'Choose `answerBy` between now and the new start, or leave it out: then all places are given back.',
      zh: '请将 `answerBy` 设在现在与新的开始时间之间,或不填写:届时所有名额都将退回。',
    },
  },
  seriesOneWay: {
    status: 422,
    en: 'Say either the shifts or how the need recurs.',
    zh: '请填写班次或重复规则,二者选一。',
    remedy: { en: 'Give `shifts` or `recurrence`, not both.', zh: '`shifts` 与 `recurrence` 只能填写其一。' },
  },
  inASeries: {
    status: 409,
    en: 'The need belongs to a series already.',
    zh: '该需求已属于一个系列。',
    remedy: { en: 'Read the series by its `seriesId`.', zh: '请按 `seriesId` 读取该系列。' },
  },
  recurrenceUnreadable: {
    status: 422,
    en: 'This is no recurrence rule that a need can follow.',
    zh: '无法识别该重复规则。',
    remedy: {
      en: 'Write a rule of RFC 5545 by the day, week, month or year: FREQ=WEEKLY;BYDAY=TU,SA;COUNT=12.',
      zh: '请按 RFC 5545 写明按日、周、月或年重复的规则:FREQ=WEEKLY;BYDAY=TU,SA;COUNT=12。',
    },
  },
  recursTooOften: {
    status: 422,
    en: 'A series has at most {most} needs.',
    zh: '一个系列最多包含 {most} 个需求。',
    remedy: { en: 'End the rule with COUNT or UNTIL.', zh: '请用 COUNT 或 UNTIL 结束规则。' },
  },
  recursTooLong: {
    status: 422,
    en: 'A series lasts at most a year.',
    zh: '一个系列最长为一年。',
    remedy: { en: 'End the rule with COUNT or UNTIL.', zh: '请用 COUNT 或 UNTIL 结束规则。' },
  },
  recursNever: {
    status: 422,
    en: 'By this rule the need never comes again.',
    zh: '按该规则,需求不会再次出现。',
  },
  seriesWithoutDrafts: {
    status: 409,
    en: 'The series has no draft that could be published.',
    zh: '该系列没有可发布的草稿。',
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
    remedy: { en: 'Choose a code from GET /v1/catalogue.', zh: '请从 GET /v1/catalogue 中选择编码。' },
  },
  unknownCall: {
    status: 422,
    en: 'There is no such call in your community.',
    zh: '您的社区中没有该来电。',
  },
  callHasNeed: {
    status: 409,
    en: 'A need has been raised from this call already: {needId}.',
    zh: '该来电已提出需求:{needId}。',
    remedy: {
      en: 'Go on with that need, or reopen it if it has ended; what else is needed is raised without `callId`.',
      zh: '请继续处理该需求,如已结束请重新开启;另有其他需求时,请不要填写 `callId`。',
    },
  },
});

/** What the way to dispatch may be refused for. */
export const dispatchRefusals = [
  needProblems.placesRequired,
  needProblems.alertNotAnEmergency,
  needProblems.wavesRequired,
  needProblems.wavesNotAskedFor,
  needProblems.wavesWithoutCircle,
  needProblems.wavesOutOfOrder,
  needProblems.wavesTooLate,
  needProblems.drawTimeRequired,
  needProblems.drawTimeNotAskedFor,
  needProblems.drawBeforeOpening,
  needProblems.drawTooLate,
] as const;
