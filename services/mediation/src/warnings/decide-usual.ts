import type { WarningSettings } from './decide-settings.js';
import {
  dayOf,
  daysToMs,
  type CommunityWatch,
  type Complaint,
  type FadingCount,
  type Group,
  type GroupWatch,
  type KindWatch,
} from './decide-watch.js';

/** What is usual: rates from what lies before the longest window, so that what is going on now does not make itself usual. */

export function faded({ count, at }: FadingCount, now: number, halfLifeDays: number): FadingCount {
  const after = Math.max(0, now - at) / daysToMs(halfLifeDays);
  return { count: count * 2 ** -after, at: Math.max(at, now) };
}

export const plus = (fading: FadingCount, at: number, count: number, halfLifeDays: number): FadingCount => {
  const then = faded(fading, at, halfLifeDays);
  // What is older than the count has faded since.
  return { ...then, count: then.count + count * 2 ** -((then.at - at) / daysToMs(halfLifeDays)) };
};

export const longest = ({ windows }: WarningSettings): number => Math.max(...windows);

/** Days of which what is usual is known, those long ago counting less. */
export function knownDays(community: CommunityWatch, now: number, settings: WarningSettings): number {
  const days = Math.max(0, (now - community.since) / daysToMs(1) - longest(settings));
  const mean = settings.halfLifeDays / Math.LN2;
  return mean * (1 - Math.exp(-days / mean));
}

export interface Expected {
  /** Voices within the window, if nothing is the matter. */
  readonly mean: number;
  /** Of the gamma distribution of that mean. */
  readonly shape: number;
}

/**
 * What a group would bring in a window of so many days by itself: its own past drawn to the prior, times what the season does to that kind in
 * the rest of the community.
 */
export function expectedOf(
  watch: GroupWatch,
  known: { readonly days: number; readonly season: number; readonly now: number },
  days: number,
  settings: WarningSettings,
): Expected {
  const { prior } = settings[watch.group.type];
  const shape = prior.shape + usualNow(watch, known.now, settings);
  const perDay = shape / (prior.shape / (prior.perYear / 365) + known.days);
  const mean = perDay * days * known.season;
  return { mean, shape: clumped(mean, shape, settings.clumping) };
}

/** The shape at which the variance is what the doubt about the mean and the clumping make of it together. */
const clumped = (mean: number, shape: number, clumping: number): number => 1 / (1 / shape + (clumping - 1) / mean);

/** How many times the usual the kind is in the community within a window, without the group in question. */
export function seasonOf(
  kind: KindWatch,
  known: { readonly days: number; readonly now: number; readonly own: number },
  days: number,
  { seasonPrior, halfLifeDays }: WarningSettings,
): number {
  // Too early to say what is usual.
  if (known.days < days) return 1;
  const recent = kind.recent.slice(-days).reduce((sum, count) => sum + count, 0);
  const usual = (faded(kind.usual, known.now, halfLifeDays).count / known.days) * days;
  return (Math.max(0, recent - known.own) + seasonPrior) / (usual + seasonPrior);
}

/** A group with a complaint more: whoever was heard within the longest window is not heard again. */
export function hear(
  before: GroupWatch | undefined,
  group: Group,
  { id, at, voice = id }: Complaint,
  now: number,
  settings: WarningSettings,
): GroupWatch {
  const watch = before ?? { group, recent: [], usual: { count: 0, at: now } };
  const known = watch.recent.some((one) => one.voice === voice && at - one.at < daysToMs(longest(settings)));
  const recent = known ? watch.recent : [...watch.recent, { complaintId: id, voice, at }].sort((a, b) => a.at - b.at);
  return aged({ ...watch, recent }, now, settings);
}

/** As it is by then: what has left the longest window counts to what is usual. */
function aged(watch: GroupWatch, now: number, settings: WarningSettings): GroupWatch {
  const from = now - daysToMs(longest(settings));
  const past = watch.recent.filter(({ at, unusual }) => at <= from && unusual !== true);
  return {
    ...watch,
    recent: watch.recent.filter(({ at }) => at > from),
    usual: past.reduce((sum, { at }) => plus(sum, at, 1, settings.halfLifeDays), watch.usual),
  };
}

/** Whether a group has as good as nothing in it that a new one would not have: its row may be removed. */
export function isForgotten(group: GroupWatch, now: number, settings: WarningSettings): boolean {
  const { recent, quiet, ...then } = aged(group, now, settings);
  return recent.length === 0 && (quiet === undefined || quiet.until <= now) && usualNow(then, now, settings) < 0.01;
}

/** A kind of dispute with a complaint more. */
export function rememberKind(
  before: KindWatch | undefined,
  at: number,
  now: number,
  settings: WarningSettings,
): KindWatch {
  const { recent, lastDay, usual }: KindWatch = before ?? {
    ...{ recent: [0], lastDay: dayOf(now), usual: { count: 0, at } },
  };
  const days = [...recent, ...Array.from({ length: Math.max(0, dayOf(now) - lastDay) }, () => 0)];
  const firstDay = Math.max(lastDay, dayOf(now)) - days.length + 1;
  const placed = Math.max(0, dayOf(at) - firstDay);
  days[placed] = (days[placed] ?? 0) + 1;
  const over = Math.max(0, days.length - longest(settings));
  return {
    recent: days.slice(over),
    lastDay: Math.max(lastDay, dayOf(now)),
    usual: days
      .slice(0, over)
      .reduce(
        (sum, count, day) => (count > 0 ? plus(sum, daysToMs(firstDay + day), count, settings.halfLifeDays) : sum),
        usual,
      ),
  };
}

const usualNow = ({ usual }: Pick<GroupWatch, 'usual'>, now: number, { halfLifeDays }: WarningSettings): number =>
  faded(usual, now, halfLifeDays).count;
