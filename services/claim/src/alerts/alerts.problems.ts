import { problems } from '@huying/http';

export const alertProblems = problems('alert', {
  notOne: {
    status: 409,
    en: 'This need is no alert.',
    zh: '该需求不是紧急寻呼。',
  },
  over: {
    status: 409,
    en: 'This alert is over.',
    zh: '该紧急寻呼已结束。',
  },
  seenInTheFuture: {
    status: 422,
    en: 'A sighting lies in the past.',
    zh: '目击时间不能晚于当前时间。',
  },
});
