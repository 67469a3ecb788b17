import { problems } from '@huying/http';

/** What the API refuses about attendances. */
export const attendanceProblems = problems('attendance', {
  needUnknown: {
    status: 503,
    en: 'The need of this place has not been heard of yet; it will be in a moment.',
    zh: '尚未收到该名额对应的需求信息,请稍后重试。',
    retryAfter: 2,
  },
  codeRequired: {
    status: 422,
    en: 'Give the code that is shown on site.',
    zh: '请输入现场展示的签到码。',
  },
  codeWrong: {
    status: 422,
    en: 'This is not the code that is shown on site.',
    zh: '签到码不正确。',
    remedy: { en: 'Read the code again; it changes every minute.', zh: '请重新查看签到码,它每分钟更换一次。' },
  },
  codeAttemptsExceeded: {
    status: 429,
    en: 'Too many wrong codes; try again in {minutes} minutes, or ask the staff on site.',
    zh: '签到码错误次数过多,请在 {minutes} 分钟后重试,或请现场工作人员代为登记。',
    retryAfter: 600,
  },
  timeForStaff: {
    status: 422,
    en: 'Only staff can note another time than now.',
    zh: '只有工作人员可以补记其他时间。',
    remedy: { en: 'Leave `at` out.', zh: '请不要填写 `at`。' },
  },
  inTheFuture: {
    status: 422,
    en: 'This time is yet to come.',
    zh: '时间不能晚于现在。',
  },
  tooEarly: {
    status: 409,
    en: 'Check-in opens {minutes} minutes before the start.',
    zh: '开始前 {minutes} 分钟起方可签到。',
  },
  tooLate: {
    status: 409,
    en: 'The service is over; nobody can check in any more.',
    zh: '服务已经结束,不能再签到。',
  },
  alreadyCheckedIn: {
    status: 409,
    en: 'You have checked in already.',
    zh: '已经签到,无需重复签到。',
  },
  notCheckedIn: {
    status: 409,
    en: 'Nobody can check out who has not checked in.',
    zh: '尚未签到,不能签退。',
  },
  alreadyCheckedOut: {
    status: 409,
    en: 'You have checked out already.',
    zh: '已经签退,无需重复签退。',
  },
  checkOutBeforeCheckIn: {
    status: 422,
    en: 'The time of leaving is before the time of coming.',
    zh: '签退时间早于签到时间。',
  },
  checkOutTooLate: {
    status: 409,
    en: 'Check-out closed {hours} hours after the end; staff can note when it was.',
    zh: '结束 {hours} 小时后不能再签退,请工作人员补记实际签退时间。',
  },
});
