import { problems } from '@huying/http';

/** What asking for indicators refuses. */
export const indicatorProblems = problems('indicators', {
  daysReversed: {
    status: 422,
    en: 'The first day is after the last.',
    zh: '起始日期晚于结束日期。',
    remedy: '`from` is the first day, `to` the last; both count.',
  },
  tooManyDays: {
    status: 422,
    en: 'At most 366 days are told at once.',
    zh: '一次最多查询 366 天。',
    remedy: 'Ask for one year after the other.',
  },
});
