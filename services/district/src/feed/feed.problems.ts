import { problems } from '@huying/http';

/** What the API refuses about the events for districts. */
export const feedProblems = problems('events', {
  forgotten: {
    status: 410,
    en: 'Events after that one are no longer kept.',
    zh: '该事件之后的部分事件已不再保存。',
    remedy: {
      en: 'Begin again with the oldest event that is kept: leave `after` out. What is missing cannot be had any more.',
      zh: '请从所保留的最早事件重新开始:不要填写 `after`。缺失的事件已无法取得。',
    },
  },
  cursorAhead: {
    status: 409,
    en: 'The feed ends at {latest}, before that event: it was begun anew or restored.',
    zh: '事件流目前止于 {latest},早于该事件:事件流已重新开始或从备份恢复。',
    remedy: {
      en: 'Begin with `after=0` (of the stream: `Last-Event-ID: 0`); what you have seen comes again under the same `id`.',
      zh: '请从 `after=0` 开始(事件流:`Last-Event-ID: 0`);已读过的事件会以相同的 `id` 再次出现。',
    },
  },
  dayForgotten: {
    status: 410,
    en: 'The events of that day are no longer kept.',
    zh: '该日期的事件已不再保存。',
    remedy: { en: 'Ask for one of the last 90 days.', zh: '请查询最近 90 天之内的日期。' },
  },
  dayMalformed: {
    status: 400,
    en: 'The day is not one of the calendar.',
    zh: '日期无效。',
    remedy: { en: 'Write it as 2026-05-04.', zh: '请写成 2026-05-04 的格式。' },
  },
  dayNotOver: {
    status: 409,
    en: 'That day is not over yet in the community.',
    zh: '该日期在本社区尚未结束。',
    remedy: {
      en: 'Ask for a day before today; what is new comes by `/v1/events`.',
      zh: '请查询今天以前的日期;新事件见 `/v1/events`。',
    },
  },
  lastEventIdMalformed: {
    status: 400,
    en: 'Last-Event-ID is not the id of an event of this stream.',
    zh: 'Last-Event-ID 不是本事件流的事件编号。',
    remedy: {
      en: 'Send the number in the line `id:` of the last event, or its `sequence`, or leave the header out.',
      zh: '请发送最后一个事件 `id:` 行中的数字,或其 `sequence`,或不发送该请求头。',
    },
  },
});
