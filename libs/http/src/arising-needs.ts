import { isBefore } from '@huying/calendar';
import { isCatalogueItemCode, type CatalogueItemCode } from '@huying/contracts';
import type { Temporal } from 'temporal-polyfill';
import { problems } from './problems.js';

/** What is refused of times at which people are needed, as the request service would refuse it. */
export const needWishProblems = problems('time', {
  endsBeforeStart: {
    status: 422,
    en: 'It must end after it starts.',
    zh: '结束时间必须晚于开始时间。',
  },
  tooLong: {
    status: 422,
    en: 'It lasts at most {hours} hours.',
    zh: '最长不超过 {hours} 小时。',
  },
  inThePast: {
    status: 422,
    en: 'Its start lies in the past.',
    zh: '开始时间已过。',
  },
});

/** What is refused of needs that arise in one service and are raised in the request service: whoever asks must be told at once. */
export const arisingNeedProblems = problems('arising-need', {
  unknownItem: {
    status: 422,
    en: 'The catalogue has no item {code}.',
    zh: '需求清单中没有 {code} 项。',
    remedy: { en: 'Choose a code from GET /v1/catalogue.', zh: '请从 GET /v1/catalogue 中选择编码。' },
  },
});

/** @throws arising-need-unknown-item */
export function ensureInCatalogue(code: string): CatalogueItemCode {
  if (!isCatalogueItemCode(code)) throw arisingNeedProblems.unknownItem({ code });
  return code;
}

const LONGEST_HOURS = 24;

/** @throws time-ends-before-start, time-too-long, time-in-the-past */
export function ensureWindow(startsAt: Temporal.Instant, endsAt: Temporal.Instant, now: Temporal.Instant): void {
  if (!isBefore(startsAt, endsAt)) throw needWishProblems.endsBeforeStart();
  if (isBefore(startsAt.add({ hours: LONGEST_HOURS }), endsAt))
    throw needWishProblems.tooLong({ hours: LONGEST_HOURS });
  if (isBefore(startsAt, now)) throw needWishProblems.inThePast();
}
