import { problems } from '@huying/http';

/** What the API refuses about venues. */
export const venueProblems = problems('venue', {
  wrongState: {
    status: 409,
    en: 'This cannot be done with a venue that is {state}.',
    zh: '场地当前为 {state},不能进行此操作。',
  },
  nameTaken: {
    status: 409,
    en: 'The community has a venue of this name already.',
    zh: '本社区已有同名场地。',
  },
  hoursUpsideDown: {
    status: 422,
    en: 'Opening hours must end after they begin, and not overlap on a day.',
    zh: '开放时段的结束时间必须晚于开始时间,且同一天的时段不能重叠。',
  },
  exceptionTwice: {
    status: 422,
    en: 'There are two exceptions for {on}.',
    zh: '{on} 有重复的例外设置。',
  },
  bookingsAhead: {
    status: 409,
    en: 'It still has {count} bookings.',
    zh: '该场地还有 {count} 个未结束的预约。',
    remedy: { en: 'Cancel them first, so that whoever booked is told.', zh: '请先取消这些预约,以便通知预约人。' },
  },
});

/** What the API refuses about bookings. */
export const bookingProblems = problems('booking', {
  wrongState: {
    status: 409,
    en: 'This cannot be done with a booking that is {state}.',
    zh: '预约当前为 {state},不能进行此操作。',
  },
  taken: {
    status: 409,
    en: 'The venue is taken at that time, on {on}.',
    zh: '场地在该时段({on})已被预约。',
    remedy: {
      en: 'Choose another time; the venue’s calendar shows what is free.',
      zh: '请另选时间,场地日历显示空闲时段。',
    },
  },
  notForYou: {
    status: 403,
    en: 'This venue cannot be booked by {whom}.',
    zh: '该场地不接受 {whom} 预约。',
  },
  endsBeforeStart: {
    status: 422,
    en: 'The booking must end after it starts.',
    zh: '结束时间必须晚于开始时间。',
  },
  inThePast: {
    status: 422,
    en: 'The start of the booking lies in the past.',
    zh: '预约的开始时间已过。',
  },
  tooFar: {
    status: 422,
    en: 'A venue is booked at most {days} days ahead.',
    zh: '最多可提前 {days} 天预约。',
  },
  acrossMidnight: {
    status: 422,
    en: 'A booking stays within one day.',
    zh: '预约不能跨越午夜。',
    remedy: { en: 'Book each day by itself.', zh: '请按天分别预约。' },
  },
  tooManyPeople: {
    status: 422,
    en: 'The venue holds {capacity} people.',
    zh: '该场地最多容纳 {capacity} 人。',
  },
  venueShut: {
    status: 422,
    en: 'The venue is shut on {on}.',
    zh: '场地在 {on} 不开放。',
  },
  outsideHours: {
    status: 422,
    en: 'On {on} the venue is open {hours}.',
    zh: '场地在 {on} 的开放时间为 {hours}。',
  },
  recurrenceUnreadable: {
    status: 422,
    en: 'This is no recurrence rule that bookings can follow.',
    zh: '无法识别该重复规则。',
    remedy: {
      en: 'Write a rule of RFC 5545 by the day, week, month or year: FREQ=WEEKLY;BYDAY=TU;COUNT=10.',
      zh: '请按 RFC 5545 写明按日、周、月或年重复的规则:FREQ=WEEKLY;BYDAY=TU;COUNT=10。',
    },
  },
  recursTooOften: {
    status: 422,
    en: 'A series has at most {most} bookings, within {days} days.',
    zh: '一个系列最多 {most} 次预约,且须在 {days} 天之内。',
    remedy: { en: 'End the rule with COUNT or UNTIL.', zh: '请用 COUNT 或 UNTIL 结束规则。' },
  },
  nothingFree: {
    status: 409,
    en: 'On none of these days is the venue free.',
    zh: '所列日期场地均不可预约。',
  },
  started: {
    status: 409,
    en: 'The booking has begun; it ends when the key is back.',
    zh: '预约时段已开始,请归还钥匙后结束。',
  },
  seriesOver: {
    status: 409,
    en: 'Nothing of the series is still to come.',
    zh: '该系列没有尚未开始的预约。',
  },
  ofAClass: {
    status: 409,
    en: 'A session of a class is held there.',
    zh: '该时段为班级课次所用,不能单独取消。',
    remedy: {
      en: 'Cancel the session, call the class off, or give it another room with PUT /v1/classes/{classId}.',
      zh: '请取消该次课、停办该班,或用 PUT /v1/classes/{classId} 更换教室。',
    },
  },
  tooEarlyForKey: {
    status: 409,
    en: 'The key is handed out from {minutes} minutes before the start.',
    zh: '开始前 {minutes} 分钟起方可领取钥匙。',
  },
  over: {
    status: 409,
    en: 'The time of the booking is over.',
    zh: '预约时段已结束。',
  },
  unknownOrganization: {
    status: 422,
    en: 'There is no such organisation at work for which you act.',
    zh: '您不能代表该社会组织预约,或该组织已不在册。',
  },
});

/** What the API refuses about addresses for calendar apps. */
export const calendarFeedProblems = problems('calendar-feed', {
  tooMany: {
    status: 409,
    en: 'You have {most} addresses of this calendar already.',
    zh: '您已有 {most} 个该日历的订阅地址。',
    remedy: { en: 'Revoke one that is not used any more.', zh: '请撤销一个不再使用的地址。' },
  },
});

/** Why a venue cannot be had at a time, whatever it is wanted for. */
export const roomProblems = [
  venueProblems.wrongState,
  bookingProblems.taken,
  bookingProblems.notForYou,
  bookingProblems.tooFar,
  bookingProblems.acrossMidnight,
  bookingProblems.tooManyPeople,
  bookingProblems.venueShut,
  bookingProblems.outsideHours,
] as const;
