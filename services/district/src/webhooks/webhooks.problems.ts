import { problems } from '@huying/http';

/** What the API refuses about webhooks. */
export const webhookProblems = problems('webhook', {
  urlMalformed: {
    status: 422,
    en: 'The URL is not an absolute one without user, password and fragment.',
    zh: '须填写完整地址,且不得包含用户名、密码或片段。',
    remedy: {
      en: 'Send an absolute URL without user, password or fragment: https://receiver.example.org/huying.',
      zh: '请填写不含用户名、密码和片段的完整地址:https://receiver.example.org/huying。',
    },
  },
  urlNotHttps: {
    status: 422,
    en: 'Events are sent by https only.',
    zh: '事件仅通过 https 发送。',
    remedy: {
      en: 'Give an https address. Plain http is for development.',
      zh: '请填写 https 地址。http 仅供开发使用。',
    },
  },
  addressNotAllowed: {
    status: 422,
    en: 'That address is not of the public internet, nor of a network that the operator has allowed.',
    zh: '该地址不属于公共互联网,也不在运营方允许的网段内。',
    remedy: {
      en: 'Give a public address, or ask the operator of the platform to name your network in WEBHOOK_PRIVATE_NETWORKS.',
      zh: '请填写公网地址,或请平台运维人员将您的网段写入 WEBHOOK_PRIVATE_NETWORKS。',
    },
  },
  tooMany: {
    status: 409,
    en: 'The community has {most} webhooks already, which is the most.',
    zh: '本社区已有 {most} 个 webhook,达到上限。',
    remedy: { en: 'Delete one that is no longer needed.', zh: '请删除一个不再需要的。' },
  },
  ended: {
    status: 409,
    en: 'This webhook has ended, since its receiver answered 410: make a new one.',
    zh: '接收方返回了 410,该 webhook 已终止,请新建。',
    remedy: {
      en: 'Make a new one, and `redeliveries` with `after` for what was missed.',
      zh: '请新建一个,并用 `redeliveries` 的 `after` 补发遗漏的事件。',
    },
  },
  redeliveryUnclear: {
    status: 422,
    en: 'Say one of `eventId`, `after` and `since`.',
    zh: '`eventId`、`after` 和 `since` 须且只须填写一项。',
    remedy: {
      en: 'One event: `eventId`. All behind a sequence: `after`. All that were published from a time on: `since`.',
      zh: '补发单个事件用 `eventId`;补发某序号之后的全部事件用 `after`;补发自某时起发布的全部事件用 `since`。',
    },
  },
  eventUnknown: {
    status: 404,
    en: 'No such event is kept in the feed of your community.',
    zh: '本社区的事件流中没有保存该事件。',
    remedy: {
      en: 'Take the `id` of an event of `/v1/events`; events are kept for 90 days.',
      zh: '请使用 `/v1/events` 中事件的 `id`;事件保留 90 天。',
    },
  },
});
