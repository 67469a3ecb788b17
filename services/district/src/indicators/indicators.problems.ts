import { problems } from '@huying/http';

/** What asking for indicators refuses. */
export const indicatorProblems = problems('indicators', {
  daysReversed: {
    status: 422,
    en: 'The first day is after the last.',
    zh: '起始日期晚于结束日期。',
    remedy: {
      en: '`from` is the first day, `to` the last; both count.',
      zh: '`from` 为第一天,`to` 为最后一天,首尾均计入。',
    },
  },
  tooManyDays: {
    status: 422,
    en: 'At most 366 days are told at once.',
    zh: '一次最多查询 366 天。',
    remedy: { en: 'Ask for one year after the other.', zh: '请逐年查询。' },
  },
});
