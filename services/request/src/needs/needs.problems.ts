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
  placesRequired: {
    status: 422,
    en: 'Only an alert has no limit of places; say how many places this need has.',
    zh: '只有紧急寻呼可以不限名额,请填写名额数。',
    remedy: 'Raise the need with `places`, or publish it as an alert.',
  },
  alertNotAnEmergency: {
    status: 422,
    en: 'Only an emergency can be published as an alert.',
    zh: '只有紧急需求才能以紧急寻呼方式发布。',
    remedy: 'Raise the need with the urgency `emergency`, or publish it another way.',
  },
  wavesRequired: {
    status: 422,
    en: 'Say when the circle widens to the groups and to everyone.',
    zh: '分批发布须填写向志愿群开放和向所有人开放的时间。',
    remedy: 'Give `waves` with `groupsAt` and `everyoneAt`.',
  },
  wavesNotAskedFor: {
    status: 422,
    en: 'Only a need that is dispatched in waves has waves.',
    zh: '只有分批发布的需求才能设置批次时间。',
    remedy: 'Leave `waves` out, or choose `waves` as the way to dispatch.',
  },
  wavesWithoutCircle: {
    status: 422,
    en: 'Without groups and preferred skills there is nobody to come first.',
    zh: '未指定志愿群,也未设置优先技能,无法分批发布。',
    remedy: 'Name groups, or raise the need with preferred skills.',
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
    remedy: 'Give `drawAt`.',
  },
  drawTimeNotAskedFor: {
    status: 422,
    en: 'Only a need whose places are drawn has a time of the draw.',
    zh: '只有抽签发布的需求才能设置抽签时间。',
    remedy: 'Leave `drawAt` out, or choose `draw` as the way to dispatch.',
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
    remedy: 'Choose `answerBy` between now and the new start, or leave it out: then all places are given back.',
  },
  seriesOneWay: {
    status: 422,
    en: 'Say either the shifts or how the need recurs.',
    zh: '请填写班次或重复规则,二者选一。',
    remedy: 'Give `shifts` or `recurrence`, not both.',
  },
  inASeries: {
    status: 409,
    en: 'The need belongs to a series already.',
    zh: '该需求已属于一个系列。',
    remedy: 'Read the series by its `seriesId`.',
  },
  recurrenceUnreadable: {
    status: 422,
    en: 'This is no recurrence rule that a need can follow.',
    zh: '无法识别该重复规则。',
    remedy: 'Write a rule of RFC 5545 by the day, week, month or year: FREQ=WEEKLY;BYDAY=TU,SA;COUNT=12.',
  },
  recursTooOften: {
    status: 422,
    en: 'A series has at most {most} needs.',
    zh: '一个系列最多包含 {most} 个需求。',
    remedy: 'End the rule with COUNT or UNTIL.',
  },
  recursTooLong: {
    status: 422,
    en: 'A series lasts at most a year.',
    zh: '一个系列最长为一年。',
    remedy: 'End the rule with COUNT or UNTIL.',
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
    remedy: 'Choose a code from GET /v1/catalogue.',
  },
  unknownCall: {
    status: 422,
    en: 'There is no such call in your community.',
    zh: '您的社区中没有该来电。',
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
