import { problems } from '@huying/http';

/** What the API refuses about the events for districts. */
export const feedProblems = problems('events', {
  forgotten: {
    status: 410,
    en: 'Events after that one are no longer kept.',
    zh: '该事件之后的部分事件已不再保存。',
    remedy:
      'Begin again with the oldest event that is kept: leave `after` out. What is missing cannot be had any more.',
  },
  dayMalformed: {
    status: 400,
    en: 'The day is not one of the calendar.',
    zh: '日期无效。',
    remedy: 'Write it as 2026-05-04.',
  },
  dayNotOver: {
    status: 409,
    en: 'That day is not over yet in the community.',
    zh: '该日期在本社区尚未结束。',
    remedy: 'Ask for a day before today; what is new comes by `/v1/events`.',
  },
  lastEventIdMalformed: {
    status: 400,
    en: 'Last-Event-ID is not the id of an event of this stream.',
    zh: 'Last-Event-ID 不是本事件流的事件编号。',
    remedy: 'Send the `id` of the last event as you got it, or leave the header out.',
  },
});
