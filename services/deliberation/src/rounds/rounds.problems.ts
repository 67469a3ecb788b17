import { problems } from '@huying/http';

/** What the API refuses about rounds. */
export const roundProblems = problems('round', {
  wrongState: {
    status: 409,
    en: 'This cannot be done with a round that is {state}.',
    zh: '本轮次当前为 {state},不能进行此操作。',
  },
  tooMany: {
    status: 409,
    en: 'A consultation has at most {most} rounds.',
    zh: '一次协商最多 {most} 轮。',
  },
  beforeOpen: {
    status: 409,
    en: 'The round before is still open.',
    zh: '上一轮尚未结束。',
  },
  notAgreed: {
    status: 409,
    en: 'Residents have not agreed that anything be done: the round before came out as {outcome}.',
    zh: '上一轮结果为 {outcome},居民尚未同意办理此事。',
    remedy: {
      en: 'Ask again whether it is to be done, or close the consultation.',
      zh: '请重新表决是否要办,或结束协商。',
    },
  },
  areaNeedsYesNo: {
    status: 422,
    en: 'Where area counts, the question is answered by yes or no.',
    zh: '按面积计票的事项须以同意或不同意表决。',
    remedy: { en: 'Ask about each option in a round of its own.', zh: '请为每个选项单独开一轮表决。' },
  },
  ruleNeedsYesNo: {
    status: 422,
    en: 'This rule passes or fails a question; options are counted by simple-count.',
    zh: '该规则只适用于同意或不同意的表决;多选项表决适用 simple-count。',
  },
  noOptions: {
    status: 422,
    en: 'There must be at least two options, and on a checklist at most as many ticks as options.',
    zh: '至少须有两个选项,勾选清单的可勾选数不得多于项数。',
    remedy: {
      en: 'State options, or open the round after one whose options were ticked.',
      zh: '请写明选项,或在已勾选选项的一轮之后开启本轮。',
    },
  },
  optionTwice: {
    status: 422,
    en: 'Two options have the same text.',
    zh: '有两个选项的文字相同。',
  },
  affectingTooMany: {
    status: 422,
    en: 'At most {most} options may say whom they affect.',
    zh: '最多 {most} 个选项可以注明受影响最大的住户。',
  },
  affectedTooFew: {
    status: 422,
    en: 'Option {option} must affect at least {least} voters: with fewer, the count would tell how they voted.',
    zh: '选项 {option} 涉及的住户不得少于 {least} 户,否则公布的数字会泄露个人选择。',
    remedy: {
      en: 'Name a larger part of the estate, or leave out whom it affects.',
      zh: '请指定小区中更大的范围,或不填写受影响范围。',
    },
  },
  closesTooSoon: {
    status: 422,
    en: 'The round must close later than now, and later than it opens.',
    zh: '截止时间必须晚于当前时间和开始时间。',
  },
  areaMissing: {
    status: 422,
    en: 'The floor area of {homes} homes is not known; where area counts, each must be.',
    zh: '有 {homes} 套房屋未登记面积,按面积计票须先补全。',
  },
  nobody: {
    status: 422,
    en: 'Nobody may vote in this scope.',
    zh: '该范围内没有可参加表决的住户。',
    remedy: {
      en: 'Enter the households first; where owners decide, with areas and owners.',
      zh: '请先登记住户;由业主决定的,还须登记面积和业主。',
    },
  },
  unknownVoter: {
    status: 422,
    en: 'One of these households has no vote in the round.',
    zh: '其中有住户不在本轮表决名册内。',
  },
  nothingToPrint: {
    status: 422,
    en: 'No voter there is left whose paper could be printed.',
    zh: '该处没有需要印发选票的住户。',
    remedy: {
      en: 'Write building and stairwell as they are entered; papers that are counted are not printed again.',
      zh: '请按登记填写楼幢和楼道;已录入的选票不再打印。',
    },
  },
  tooManySheets: {
    status: 422,
    en: 'There are more than {most} voters.',
    zh: '该处超过 {most} 户。',
    remedy: { en: 'Print one stairwell after the other.', zh: '请逐个楼道打印。' },
  },
});
