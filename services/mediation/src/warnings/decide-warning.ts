import { adviceFor, type Advice } from './decide-advice.js';
import { excess, findingOf, within, type Finding } from './decide-finding.js';
import type { WarningSettings } from './decide-settings.js';
import { hear, rememberKind } from './decide-usual.js';
import {
  daysToMs,
  groupsOf,
  groupTypes,
  keyOf,
  type CommunityWatch,
  type Complaint,
  type Group,
  type GroupWatch,
  type HeardVoice,
  type OpenWarning,
  type Watch,
} from './decide-watch.js';

/** Early warning as a fold: what is remembered and a complaint in, what is remembered and warnings out. The clock is the complaints'. */

export type { Finding } from './decide-finding.js';

export type Sureness = 'possible' | 'likely' | 'nearly-certain';

/** A group dispute may be forming. */
export interface Warning {
  /** That of the complaint at which it was raised. */
  readonly id: string;
  readonly at: number;
  readonly sureness: Sureness;
  readonly finding: Finding;
  /** Keys of all groups that its complaints point to, see `keyOf`. */
  readonly groups: readonly string[];
  /** Who is concerned, as far as it is known: pseudonyms; of whom nobody knows, the complaint's id. */
  readonly voices: readonly string[];
  readonly complaintIds: readonly string[];
  readonly advice: readonly Advice[];
}

export interface WarningDecision {
  readonly community: CommunityWatch;
  /** The groups that have changed, by key. */
  readonly groups: Readonly<Record<string, GroupWatch>>;
  readonly raised: readonly Warning[];
  /** Warnings raised before that have grown so much that staff are to be told again; with the earlier id. */
  readonly grown: readonly Warning[];
}

const NOBODY_YET = (at: number): CommunityWatch => ({ since: at, lastAt: at, kinds: {}, open: [] });

/**
 * Takes one complaint in. Pure: the same watch, complaint and settings give the same decision.
 * A complaint may come late; it is counted where it belongs.
 */
export function decideWarning(watch: Watch, complaint: Complaint, settings: WarningSettings): WarningDecision {
  const before = watch.community ?? NOBODY_YET(complaint.at);
  const now = Math.max(before.lastAt, complaint.at);
  const kind = rememberKind(before.kinds[complaint.kind], complaint.at, now, settings);
  const community: CommunityWatch = {
    since: Math.min(before.since, complaint.at),
    lastAt: now,
    kinds: { ...before.kinds, [complaint.kind]: kind },
    open: before.open.filter(({ lastAt }) => now - lastAt <= daysToMs(settings.overAfterDays)),
  };
  const heard = groupsOf(complaint).map((group) => hear(watch.groups[keyOf(group)], group, complaint, now, settings));
  const findings = heard
    .map((group) => ({ group, finding: findingOf(group, community, now, settings) }))
    .filter(({ group, finding }) => isToBeTold(group, finding, now, settings))
    .sort((a, b) => excess(b.finding, settings) - excess(a.finding, settings));
  const told = findings.reduce<Telling>((before, found) => tell(before, found, complaint, now, settings), {
    open: addToOpen(community.open, heard, complaint),
    raised: [],
    grown: [],
  });
  const groups = heard.map((group) => [keyOf(group.group), keptApart(group, told.open)] as const);
  return {
    community: { ...community, open: told.open },
    groups: Object.fromEntries(groups),
    raised: told.raised,
    grown: told.grown,
  };
}

interface Found {
  readonly group: GroupWatch;
  readonly finding: Finding;
}

function isToBeTold({ quiet }: GroupWatch, finding: Finding, now: number, settings: WarningSettings): boolean {
  const leftAlone = quiet !== undefined && now < quiet.until && finding.voices < settings.growth * quiet.voices;
  return finding.surprise >= settings[finding.group.type].warnFrom && !leftAlone;
}

interface Telling {
  readonly open: readonly OpenWarning[];
  readonly raised: readonly Warning[];
  readonly grown: readonly Warning[];
}

/** Adds one finding to the open warning that it belongs to, or raises one. */
function tell(
  before: Telling,
  { group, finding }: Found,
  complaint: Complaint,
  now: number,
  settings: WarningSettings,
): Telling {
  const key = keyOf(group.group);
  const evidence = within(group.recent, now, finding.days);
  const earlier = before.open.find((one) => belongsTo(one, group.group, key, evidence));
  // One complaint raises one warning, the most surprising; what else it points to is raised by the next if it still is.
  if (!earlier && before.raised.length > 0) return before;
  // A broader group that points to the same may have people of its own: they do not become part of the warning.
  const heard = earlier && earlier.main !== key ? earlier.heard : byVoice([...(earlier?.heard ?? []), ...evidence]);
  const grows = earlier !== undefined && finding.voices >= settings.growth * earlier.toldVoices;
  const warning: OpenWarning = {
    id: earlier?.id ?? complaint.id,
    main: earlier?.main ?? key,
    type: earlier?.type ?? group.group.type,
    groups: [...new Set([...(earlier?.groups ?? []), key])],
    heard,
    toldVoices: earlier && !grows ? earlier.toldVoices : finding.voices,
    lastAt: now,
    confirmed: earlier?.confirmed ?? false,
  };
  const told = earlier && !grows ? [] : [warningOf(warning, finding, evidence, now, settings)];
  return {
    open: [...before.open.filter(({ id }) => id !== warning.id), warning],
    raised: earlier ? before.raised : [...before.raised, ...told],
    grown: earlier ? [...before.grown, ...told] : before.grown,
  };
}

/**
 * It is about the same: the group that the warning was raised about; or at least half of the people are among those whom it concerns, and the
 * group says no more than the warning's own: an employer is worth a warning of its own where only a hometown was known.
 */
function belongsTo(warning: OpenWarning, { type }: Group, key: string, evidence: readonly HeardVoice[]): boolean {
  if (warning.main === key) return true;
  if (groupTypes.indexOf(type) < groupTypes.indexOf(warning.type)) return false;
  const known = new Set(warning.heard.map(({ voice }) => voice));
  return 2 * evidence.filter(({ voice }) => known.has(voice)).length >= evidence.length;
}

/** What comes from the group that a warning was raised about belongs to it, also if that alone would be no surprise. */
function addToOpen(open: readonly OpenWarning[], heard: readonly GroupWatch[], complaint: Complaint): OpenWarning[] {
  return open.map((warning) => {
    const main = heard.find(({ group }) => keyOf(group) === warning.main);
    const added = main?.recent.filter(({ complaintId }) => complaintId === complaint.id) ?? [];
    return main
      ? { ...warning, heard: byVoice([...warning.heard, ...added]), lastAt: Math.max(warning.lastAt, complaint.at) }
      : warning;
  });
}

/** Everybody once, by their first complaint. */
function byVoice(heard: readonly HeardVoice[]): HeardVoice[] {
  const first = new Map<string, HeardVoice>();
  for (const one of heard) {
    const known = first.get(one.voice);
    if (!known || one.at < known.at) first.set(one.voice, one);
  }
  return [...first.values()].sort((a, b) => a.at - b.at || (a.voice < b.voice ? -1 : 1));
}

/** What belongs to a warning that staff have confirmed never becomes usual. */
function keptApart(group: GroupWatch, open: readonly OpenWarning[]): GroupWatch {
  const about = open.filter(({ confirmed, groups }) => confirmed && groups.includes(keyOf(group.group)));
  if (about.length === 0) return group;
  const part = new Set(about.flatMap(({ heard }) => heard.map(({ voice }) => voice)));
  return { ...group, recent: group.recent.map((one) => (part.has(one.voice) ? { ...one, unusual: true } : one)) };
}

function warningOf(
  { id, groups }: OpenWarning,
  finding: Finding,
  evidence: readonly HeardVoice[],
  now: number,
  settings: WarningSettings,
): Warning {
  const { likely, nearlyCertain } = settings.sure;
  const beyond = excess(finding, settings);
  return {
    ...{ id, at: now, finding, groups },
    sureness: beyond >= nearlyCertain ? 'nearly-certain' : beyond >= likely ? 'likely' : 'possible',
    voices: evidence.map(({ voice }) => voice),
    complaintIds: evidence.map(({ complaintId }) => complaintId),
    advice: adviceFor(finding.group),
  };
}

type Settled = Pick<WarningDecision, 'community' | 'groups'>;
type Begun = Watch & { readonly community: CommunityWatch };

/**
 * Staff have confirmed a warning: what belongs to it, also later, is kept out of what is usual there.
 * Needs the groups that the open warning names. A warning that is over already changes nothing.
 */
export function confirmWarning({ community, groups }: Begun, warningId: string): Settled {
  const open = community.open.map((one) => (one.id === warningId ? { ...one, confirmed: true } : one));
  const about = new Set(open.find(({ id }) => id === warningId)?.groups);
  const changed = Object.entries(groups).filter(([key]) => about.has(key));
  return {
    community: { ...community, open },
    groups: Object.fromEntries(changed.map(([key, group]) => [key, keptApart(group, open)])),
  };
}

/**
 * Staff have dismissed a warning: its groups are left alone for a while, unless they become so much more. Nothing else changes: the thresholds
 * stay what they are. Needs the groups that the open warning names. A warning that is over already changes nothing.
 */
export function dismissWarning(
  { community, groups }: Begun,
  warningId: string,
  now: number,
  settings: WarningSettings,
): Settled {
  const warning = community.open.find(({ id }) => id === warningId);
  if (!warning) return { community, groups: {} };
  const quiet = { until: now + daysToMs(settings.quietDays), voices: warning.toldVoices };
  const changed = Object.entries(groups).filter(([key]) => warning.groups.includes(key));
  return {
    community: { ...community, open: community.open.filter(({ id }) => id !== warningId) },
    groups: Object.fromEntries(changed.map(([key, group]) => [key, { ...group, quiet }])),
  };
}
