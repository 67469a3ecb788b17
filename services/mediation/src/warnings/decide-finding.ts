import type { WarningSettings } from './decide-settings.js';
import { surpriseOf } from './decide-surprise.js';
import { expectedOf, knownDays, seasonOf } from './decide-usual.js';
import { daysToMs, type CommunityWatch, type Group, type GroupWatch, type HeardVoice } from './decide-watch.js';

/** What was seen of a group in the window in which it is most surprising. */
export interface Finding {
  readonly group: Group;
  readonly days: number;
  /** Different people heard. */
  readonly voices: number;
  /** How many the usual would have brought. */
  readonly usual: number;
  /** Decimal places of the chance that the usual brings so many. */
  readonly surprise: number;
}

/** How far a finding is beyond what is warned of, in decimal places. */
export const excess = ({ group, surprise }: Finding, settings: WarningSettings): number =>
  surprise - settings[group.type].warnFrom;

/** The window in which what was heard of the group is most surprising. */
export function findingOf(
  watch: GroupWatch,
  community: CommunityWatch,
  now: number,
  settings: WarningSettings,
): Finding {
  const days = knownDays(community, now, settings);
  const kind = community.kinds[watch.group.kind];
  let best: Finding | undefined;
  for (const window of settings.windows) {
    const voices = within(watch.recent, now, window).length;
    const season = kind ? seasonOf(kind, { days, now, own: voices }, window, settings) : 1;
    const { mean, shape } = expectedOf(watch, { days, season, now }, window, settings);
    const surprise = voices < settings.leastVoices ? 0 : surpriseOf(voices, mean, shape);
    if (!best || surprise > best.surprise) best = { group: watch.group, days: window, voices, usual: mean, surprise };
  }
  if (!best) throw new RangeError('Without windows nothing can be counted.');
  return best;
}

export const within = (recent: readonly HeardVoice[], now: number, days: number): HeardVoice[] =>
  recent.filter(({ at }) => now - at < daysToMs(days));
