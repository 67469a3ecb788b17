import { problems } from '@huying/http';

/** What the API refuses about the feed. */
export const feedProblems = problems('feed', {
  lastEventIdMalformed: {
    status: 400,
    en: 'Last-Event-ID is not the id of an event of this feed.',
    zh: 'Last-Event-ID 不是本消息流的事件编号。',
    remedy: {
      en: 'Send the `id` of the last event as you got it, or leave the header out.',
      zh: '请原样发送所收到的最后一个事件的 `id`,或不发送该请求头。',
    },
  },
});
