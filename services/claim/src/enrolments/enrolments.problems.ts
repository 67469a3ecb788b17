import { problems, type ProblemMaker } from '@huying/http';
import { claimProblems, eligibilityProblems } from '../places/refusals.js';

/** What enrolling children refuses. */
export const enrolmentProblems = problems('enrolment', {
  classUnknown: {
    status: 404,
    en: 'No open class with this id exists in your community.',
    zh: '在您的社区中找不到该开放报名的班级。',
    remedy: {
      en: 'A class that was opened this very moment can be enrolled in a moment later.',
      zh: '刚刚开放的班级,请稍后再报名。',
    },
  },
  childUnknown: {
    status: 404,
    en: 'There is no such child of yours.',
    zh: '没有您登记的该孩子。',
    remedy: {
      en: 'POST /v1/children first; a moment later the child can be enrolled. A guardian enrols their own children only.',
      zh: '请先 POST /v1/children,稍后即可报名。监护人只能为自己的孩子报名。',
    },
  },
  tooEarly: {
    status: 409,
    en: 'Enrolment has not opened yet.',
    zh: '报名尚未开放。',
    remedy: { en: 'GET /v1/classes/{classId} says when it opens.', zh: 'GET /v1/classes/{classId} 写明何时开放。' },
  },
  classStarted: {
    status: 409,
    en: 'The class has begun or is over; nobody can be enrolled any more.',
    zh: '班级已开课或已结束,不能再报名。',
  },
  classFull: {
    status: 409,
    en: 'The class does not have so many places.',
    zh: '该班级没有这么多名额。',
  },
  alreadyIn: {
    status: 409,
    en: 'A child is in this class, or waits for a place, already.',
    zh: '孩子已在该班级,或已在候补。',
  },
  tooOften: {
    status: 409,
    en: 'The child has been enrolled in this class and withdrawn too often.',
    zh: '该孩子反复报名并退出本班级的次数过多。',
  },
  wrongAge: {
    status: 403,
    en: 'The child is too young or too old for this class on its first day.',
    zh: '孩子在开课当日的年龄不符合该班级要求。',
  },
  consentMissing: {
    status: 403,
    en: 'It takes the consent of the guardian (PIPL art. 31).',
    zh: '须取得监护人同意(个人信息保护法第三十一条)。',
  },
});

/** What the refusals of claiming mean to a guardian. */
export const enrolmentWords: Readonly<Record<string, ProblemMaker>> = {
  [claimProblems.needUnknown.type.code]: enrolmentProblems.classUnknown,
  [claimProblems.notOpenYet.type.code]: enrolmentProblems.tooEarly,
  [claimProblems.needClosed.type.code]: enrolmentProblems.classStarted,
  [claimProblems.needFull.type.code]: enrolmentProblems.classFull,
  [claimProblems.alreadyIn.type.code]: enrolmentProblems.alreadyIn,
  [claimProblems.claimedTooOften.type.code]: enrolmentProblems.tooOften,
  [eligibilityProblems.notRegistered.type.code]: enrolmentProblems.childUnknown,
  [eligibilityProblems.tooYoung.type.code]: enrolmentProblems.wrongAge,
  [eligibilityProblems.guardianConsentMissing.type.code]: enrolmentProblems.consentMissing,
};
