import { problems } from '@huying/http';

/** What the API refuses about erasing volunteers. */
export const erasureProblems = problems('erasure', {
  placesHeld: {
    status: 409,
    en: 'The volunteer holds or waits for {places} places of needs that are not over.',
    zh: '该志愿者在尚未结束的需求中持有或候补 {places} 个名额。',
    remedy: {
      en: 'GET /v1/claims lists them, DELETE /v1/claims/{id} gives one back. Or send `releasePlaces: true`: all are given back, and whoever waits moves up.',
      zh: 'GET /v1/claims 列出这些名额,DELETE /v1/claims/{id} 退回一个;或发送 `releasePlaces: true`,全部退回,由候补者递补。',
    },
  },
  onDuty: {
    status: 409,
    en: 'The volunteer has checked in at a service and not checked out.',
    zh: '该志愿者已签到尚未签退。',
    remedy: {
      en: 'POST /v1/attendances/{id}/check-out first; staff can do it for them.',
      zh: '请先 POST /v1/attendances/{id}/check-out,工作人员也可代为签退。',
    },
  },
  underWay: {
    status: 409,
    en: 'What was known of this person is being erased; come back when that is complete.',
    zh: '该人员的信息正在删除,请在删除完成后再注册。',
    remedy: { en: 'GET /v1/erasures/{id} says when.', zh: 'GET /v1/erasures/{id} 写明进度。' },
  },
});
