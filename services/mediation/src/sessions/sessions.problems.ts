import { problems } from '@huying/http';

/** What the API refuses about sessions of a case. */
export const mediationSessionProblems = problems('mediation-session', {
  wrongState: {
    status: 409,
    en: 'This cannot be done with a session that is {state}.',
    zh: '调解会当前为 {state},不能进行此操作。',
  },
  beforeConsent: {
    status: 409,
    en: 'No session before every side has consented; the case is {state}.',
    zh: '各方当事人同意前不得召开调解会;案件当前为 {state}。',
    remedy: {
      en: 'Ask for consent, and assign mediators (人民调解法 art. 17).',
      zh: '请先征求同意,并指派调解员(人民调解法第十七条)。',
    },
  },
  withoutMediator: {
    status: 409,
    en: 'The case has no mediator at the moment.',
    zh: '本案目前没有调解员。',
    remedy: { en: 'Assign one, or let the parties choose.', zh: '请指派一名,或由当事人选择。' },
  },
  endsBeforeStart: { status: 422, en: 'The session must end after it starts.', zh: '结束时间必须晚于开始时间。' },
  inThePast: { status: 422, en: 'The start of the session lies in the past.', zh: '调解会开始时间已过。' },
  clash: {
    status: 409,
    en: 'The case has a session at that time already.',
    zh: '本案在该时段已安排调解会。',
  },
  notBegun: { status: 409, en: 'The session has not begun yet.', zh: '调解会尚未开始。' },
  unknownParty: {
    status: 422,
    en: 'Somebody named is no party to the case, or a side has no such number.',
    zh: '所列人员不是本案当事人,或当事方编号有误。',
  },
  sideAbsent: {
    status: 422,
    en: 'Nothing can be agreed in the absence of side {side}.',
    zh: '第 {side} 方未到场,不能达成一致。',
    remedy: { en: 'Adjourn, and meet again.', zh: '请休会,择期再次调解。' },
  },
  placeWanted: {
    status: 422,
    en: 'A session has either a venue or a place.',
    zh: '调解会须填写场地或地点之一。',
  },
});
