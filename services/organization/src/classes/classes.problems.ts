import { problems } from '@huying/http';

const wrongState = (en: string, zh: string) => ({
  status: 409,
  en: `This cannot be done with ${en} that is {state}.`,
  zh: `${zh}当前为 {state},不能进行此操作。`,
});

/** What the API refuses about terms. */
export const termProblems = problems('term', {
  wrongState: wrongState('a term', '学期'),
  overlaps: {
    status: 409,
    en: 'The programme has another term in that time.',
    zh: '该项目在此期间已有其他学期。',
    remedy: { en: 'Choose days after the other term, or cancel it.', zh: '请选择另一学期之后的日期,或取消该学期。' },
  },
  upsideDown: {
    status: 422,
    en: 'A term ends after it begins, within the programme, and not in the past.',
    zh: '学期须在项目期间内,结束日期必须晚于开始日期,且不能已过。',
  },
  enrolmentTooLate: {
    status: 422,
    en: 'Enrolment must open before the term begins.',
    zh: '报名开放时间必须早于开学。',
  },
  classesRunning: {
    status: 409,
    en: '{count} classes of the term are not completed yet.',
    zh: '该学期还有 {count} 个班级未结束。',
  },
  programmeNotOpen: {
    status: 409,
    en: 'The programme is not open, or has no classes.',
    zh: '所属项目未开放,或不是教学类项目。',
  },
  notErased: {
    status: 404,
    en: 'What is known of the term’s children has not been erased yet; it will be on {on}.',
    zh: '该学期儿童信息尚未清除,将于 {on} 清除。',
  },
});

/** About classes. */
export const classProblems = problems('class', {
  wrongState: wrongState('a class', '班级'),
  termNotOpen: {
    status: 409,
    en: 'The term is {state}.',
    zh: '学期当前为 {state}。',
  },
  agesUpsideDown: {
    status: 422,
    en: 'The highest age must not be below the lowest.',
    zh: '最大年龄不能小于最小年龄。',
  },
  outsideTerm: {
    status: 422,
    en: 'Every session must lie within the term, and ahead; there are sixty at most.',
    zh: '课次须在学期之内且晚于现在,最多六十次。',
  },
  recurrenceUnreadable: {
    status: 422,
    en: 'This is no recurrence rule that sessions can follow.',
    zh: '无法识别该重复规则。',
    remedy: {
      en: 'Write a rule of RFC 5545: FREQ=DAILY;COUNT=10.',
      zh: '请按 RFC 5545 书写规则:FREQ=DAILY;COUNT=10。',
    },
  },
  withoutTeacher: {
    status: 409,
    en: 'A class opens when its first session has a teacher.',
    zh: '第一课尚无教师,班级不能开放报名。',
    remedy: {
      en: 'Wait until a volunteer has claimed the need of the first session.',
      zh: '请等待志愿者认领第一次课的需求。',
    },
  },
  placesBelowEnrolled: {
    status: 409,
    en: '{enrolled} children have a place; nobody is sent away.',
    zh: '已有 {enrolled} 个孩子入班,名额不能低于该人数。',
    remedy: {
      en: 'Choose at least as many places, or let guardians give places back first.',
      zh: '请至少设置同样多的名额,或先由监护人退回名额。',
    },
  },
  nothingAhead: {
    status: 409,
    en: 'No session is still to come: there is nothing to move.',
    zh: '没有尚未开始的课次,无法调整时间或教室。',
  },
  sessionsAhead: {
    status: 409,
    en: '{count} sessions are neither held nor cancelled.',
    zh: '还有 {count} 次课未上也未取消。',
  },
});

/** About sessions, and the children in them. */
export const sessionProblems = problems('session', {
  wrongState: wrongState('a session', '课次'),
  notBegun: {
    status: 409,
    en: 'Attendance is taken from {minutes} minutes before the start.',
    zh: '开始前 {minutes} 分钟起方可点名。',
  },
  withoutTeacher: {
    status: 409,
    en: 'The session has no teacher.',
    zh: '该课次没有教师。',
    remedy: {
      en: 'The need for a teacher is open; whoever claims it can hold the session.',
      zh: '教师需求正在招募,认领者即可授课。',
    },
  },
  notAPupil: {
    status: 422,
    en: 'A child on the list is no pupil of the class.',
    zh: '名单中有孩子不是本班学员。',
  },
  notThere: {
    status: 409,
    en: 'The child is not noted as present.',
    zh: '该孩子没有到课记录。',
  },
  collectedAlready: {
    status: 409,
    en: 'The child has been fetched already.',
    zh: '该孩子已被接走。',
  },
  notAPickUp: {
    status: 422,
    en: 'This is nobody whom the guardian has named to fetch the child.',
    zh: '此人不在监护人指定的接送人名单中。',
    remedy: { en: 'Do not hand the child over; ask the guardian.', zh: '请不要交接孩子,先询问监护人。' },
  },
  notOver: {
    status: 409,
    en: 'The session is not over yet.',
    zh: '课程尚未结束。',
  },
  toldAlready: {
    status: 409,
    en: 'An urgent need was raised for this child already.',
    zh: '已为该孩子发布紧急需求。',
  },
});

/** About children, as guardians tell of them. */
export const childProblems = problems('child', {
  withoutConsent: {
    status: 422,
    en: 'A child’s data are taken only with the guardian’s consent (PIPL art. 31).',
    zh: '处理未成年人信息须取得监护人同意(个人信息保护法第三十一条)。',
  },
  withoutPickUp: {
    status: 422,
    en: 'Name at least one person who may fetch the child.',
    zh: '请至少填写一名接送人。',
  },
  bornInTheFuture: {
    status: 422,
    en: 'The date of birth lies in the future, or makes nobody a child.',
    zh: '出生日期有误,或已年满十八周岁。',
  },
});

/** About enrolments. */
export const enrolmentProblems = problems('enrolment', {
  wrongState: wrongState('an enrolment', '报名'),
});

/** About former pupils. */
export const formerPupilProblems = problems('former-pupil', {
  wrongState: wrongState('a former pupil', '结业学员'),
  notGraduated: {
    status: 409,
    en: 'The child has not graduated from a class of this term.',
    zh: '该孩子尚未在本学期结业。',
  },
  withoutConsent: {
    status: 422,
    en: 'A former pupil is followed only with consent.',
    zh: '跟踪联系结业学员须取得同意。',
  },
  already: {
    status: 409,
    en: 'This former pupil is followed already.',
    zh: '该学员已同意跟踪联系。',
  },
});
