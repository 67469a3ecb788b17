import { problems } from '@huying/http';

/** What the API refuses about webhooks. */
export const webhookProblems = problems('webhook', {
  urlMalformed: {
    status: 422,
    en: 'The URL is not one that events can be sent to.',
    zh: '该地址无法用于接收事件。',
    remedy: 'Send an absolute URL without user, password or fragment: https://receiver.example.org/huying.',
  },
  urlNotHttps: {
    status: 422,
    en: 'Events are sent by https only.',
    zh: '事件仅通过 https 发送。',
    remedy: 'Give an https address. Plain http is for development.',
  },
  addressNotAllowed: {
    status: 422,
    en: 'That address is not of the public internet.',
    zh: '该地址不属于公共互联网。',
    remedy:
      'Give a public address, or ask the operator of the platform to name your network in WEBHOOK_PRIVATE_NETWORKS.',
  },
  tooMany: {
    status: 409,
    en: 'The community has {most} webhooks already, which is the most.',
    zh: '本社区已有 {most} 个 webhook,达到上限。',
    remedy: 'Delete one that is no longer needed.',
  },
  ended: {
    status: 409,
    en: 'This webhook has ended: its receiver answered 410.',
    zh: '该 webhook 已终止:接收方返回了 410。',
    remedy: 'Make a new one, and `redeliveries` with `after` for what was missed.',
  },
  redeliveryUnclear: {
    status: 422,
    en: 'Say one of `eventId`, `after` and `since`.',
    zh: '`eventId`、`after` 和 `since` 须且只须填写一项。',
    remedy: 'One event: `eventId`. All behind a sequence: `after`. All that were published from a time on: `since`.',
  },
  eventUnknown: {
    status: 404,
    en: 'No such event is kept in the feed of your community.',
    zh: '本社区的事件流中没有保存该事件。',
    remedy: 'Take the `id` of an event of `/v1/events`; events are kept for 90 days.',
  },
});
