import { problems } from '@huying/http';

/** What the API refuses about agreements. */
export const agreementProblems = problems('agreement', {
  wrongState: {
    status: 409,
    en: 'This cannot be done with an agreement that is {state}.',
    zh: '协议当前为 {state},不能进行此操作。',
  },
  pending: {
    status: 409,
    en: 'The case has an agreement already; change that one.',
    zh: '本案已有协议,请修改该协议。',
  },
  unknownParty: {
    status: 422,
    en: 'The agreement names somebody who is no party to the case.',
    zh: '协议中有非本案当事人。',
  },
  partyLeftOut: {
    status: 422,
    en: 'The agreement must say what each party is responsible for; {count} are left out.',
    zh: '协议须写明各方责任,尚缺 {count} 方。',
    remedy: {
      en: '人民调解法 art. 29: the main facts, the matters in dispute and the responsibility of each party.',
      zh: '依人民调解法第二十九条,须写明主要事实、争议事项和各方当事人的责任。',
    },
  },
  dueBeforeAgreement: {
    status: 422,
    en: 'Instalment {number} is due on {dueOn}, before the agreement.',
    zh: '第 {number} 期履行日期 {dueOn} 早于协议签订日。',
  },
  otherEdition: {
    status: 409,
    en: 'The agreement has changed meanwhile: it is at edition {edition}.',
    zh: '协议内容已修改,现为第 {edition} 版。',
    remedy: {
      en: 'Read it again; whoever confirms must know what they confirm.',
      zh: '请重新阅读协议,确认人须清楚所确认的内容。',
    },
  },
  confirmedAlready: { status: 409, en: 'This party has confirmed it already.', zh: '该当事人已确认。' },
  notSignedByAll: {
    status: 409,
    en: 'It is not signed by all yet: {missing} parties and {mediators} mediators are missing.',
    zh: '尚未全部签署:还差 {missing} 名当事人、{mediators} 名调解员。',
    remedy: {
      en: 'A written agreement takes effect with the parties’, the mediator’s and the committee’s hand (人民调解法 art. 29).',
      zh: '书面协议自各方当事人签名、调解员签名并加盖委员会印章之日起生效(人民调解法第二十九条)。',
    },
  },
  notTheMediator: {
    status: 403,
    en: 'Only a mediator of the case signs for it.',
    zh: '仅本案调解员可以签署。',
  },
  noSuchInstalment: { status: 422, en: 'There is no instalment {number}.', zh: '没有第 {number} 期。' },
  performedAlready: { status: 409, en: 'Instalment {number} is done already.', zh: '第 {number} 期已履行。' },
  notYoursToReceive: {
    status: 403,
    en: 'Only whoever receives it, or a mediator, says that it is done.',
    zh: '仅接收方或调解员可确认履行。',
  },
  notDue: { status: 409, en: 'Instalment {number} is not overdue.', zh: '第 {number} 期尚未逾期。' },
  confirmationTooLate: {
    status: 409,
    en: 'The court could be asked until {until}: 30 days from when the agreement took effect.',
    zh: '司法确认须自协议生效之日起三十日内共同申请,已于 {until} 届满。',
    remedy: {
      en: 'Whoever is owed can still sue on the agreement (人民调解法 art. 32).',
      zh: '权利人仍可依据协议向法院起诉(人民调解法第三十二条)。',
    },
  },
  appliedAlready: { status: 409, en: 'The court was asked already.', zh: '已申请司法确认。' },
  notApplied: {
    status: 409,
    en: 'The court was not asked yet: all parties ask together.',
    zh: '尚未申请司法确认:须由各方当事人共同申请。',
  },
});
