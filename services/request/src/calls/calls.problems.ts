import { problems } from '@huying/http';

/** What the API refuses about calls. */
export const callProblems = problems('call', {
  channelNotYours: {
    status: 422,
    en: 'Residents call through the app; the channel {channel} is for those who take calls.',
    zh: '居民只能通过 app 渠道来电,{channel} 渠道供工作人员使用。',
  },
  unknownItem: {
    status: 422,
    en: 'The catalogue has no item {code}.',
    zh: '需求清单中没有 {code} 项。',
    remedy: { en: 'Choose a code from GET /v1/catalogue.', zh: '请从 GET /v1/catalogue 中选择编码。' },
  },
});
