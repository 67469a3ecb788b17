import type { MatchCandidate, Speech } from './candidate.js';
import type { MatchParty } from './parties.js';

/** Groups of Chinese dialects by the Language Atlas of China; a code is a group, or a group and a place: `wu-haining`. */
export const dialectGroups = [
  ...['northeastern', 'beijing', 'jilu', 'jiaoliao', 'zhongyuan', 'lanyin', 'southwestern', 'jianghuai'],
  ...['jin', 'wu', 'hui', 'gan', 'xiang', 'hakka', 'yue', 'pinghua'],
  ...['min-nan', 'min-dong', 'min-bei', 'min-zhong', 'puxian', 'qiong-lei'],
] as const;

/** Standard Chinese is what strangers speak with each other: to share it says nothing. */
export const STANDARD_CHINESE = 'mandarin';

const groups: ReadonlySet<string> = new Set(dialectGroups);

/** The group that a dialect belongs to; of a code of no group, the code itself. */
export function dialectGroupOf(code: string): string {
  const parts = code.split('-');
  const group = [parts.slice(0, 2).join('-'), parts[0] ?? code].find((begin) => groups.has(begin));
  return group ?? code;
}

/** What two people can speak with each other beside Standard Chinese. */
export type SharedSpeech = 'language' | 'dialect' | 'dialect-group';

export interface Understanding {
  readonly shared: SharedSpeech;
  readonly code: string;
  readonly level: Speech['level'];
}

/** How much each counts, 0 to 1. */
export type SpeechValues = Readonly<Record<SharedSpeech | Speech['level'], number>>;

export const understandingValue = ({ shared, level }: Understanding, values: SpeechValues): number =>
  values[shared] * values[level];

/** The best that a candidate can speak with a party; nothing if they only share Standard Chinese. */
export function understandingBetween(
  party: Pick<MatchParty, 'dialects' | 'languages'>,
  candidate: Pick<MatchCandidate, 'dialects' | 'languages'>,
  values: SpeechValues,
): Understanding | undefined {
  const found: Understanding[] = [];
  for (const { code, level } of candidate.dialects) {
    if (code === STANDARD_CHINESE) continue;
    if (party.dialects?.includes(code)) found.push({ shared: 'dialect', code, level });
    const group = dialectGroupOf(code);
    if (party.dialects?.some((spoken) => dialectGroupOf(spoken) === group)) {
      found.push({ shared: 'dialect-group', code: group, level });
    }
  }
  for (const { code, level } of candidate.languages) {
    if (party.languages?.includes(code)) found.push({ shared: 'language', code, level });
  }
  return found.reduce<Understanding | undefined>(
    (best, next) =>
      best === undefined || understandingValue(next, values) > understandingValue(best, values) ? next : best,
    undefined,
  );
}
