/**
 * What the early warning looks at and remembers. All of it is plain JSON: a community's part and one part for each group, so that
 * each complaint loads and stores a few rows. Times are milliseconds since 1970; ids and keys are pseudonyms.
 */

export const complaintSources = ['call', 'need', 'case'] as const;
export type ComplaintSource = (typeof complaintSources)[number];

/** A call, a need or a case that is about a dispute. */
export interface Complaint {
  readonly id: string;
  /** When it was received. */
  readonly at: number;
  readonly source: ComplaintSource;
  /** `wages`, `property-management` … */
  readonly kind: string;
  /** Who complains; where nobody knows, each complaint is a voice of its own. */
  readonly voice?: string;
  readonly employer?: string;
  readonly premises?: string;
  /** A code of GB/T 2260. */
  readonly hometown?: string;
}

/** What complaints can have in common, the most telling first. Each is watched by kind of dispute. */
export const groupTypes = ['employer', 'premises', 'hometown'] as const;
export type GroupType = (typeof groupTypes)[number];

export interface Group {
  readonly type: GroupType;
  /** Of the employer or premises; of a hometown group the prefecture, `5113`. */
  readonly id: string;
  readonly kind: string;
}

/** A count in which what is long ago counts less. */
export interface FadingCount {
  readonly count: number;
  /** As of when. */
  readonly at: number;
}

/** A voice of a group: the first complaint of somebody within the longest window. */
export interface HeardVoice {
  readonly complaintId: string;
  readonly voice: string;
  readonly at: number;
  /** Part of a warning that staff confirmed: it never becomes what is usual. */
  readonly unusual?: boolean;
}

/** What is remembered of one group. */
export interface GroupWatch {
  readonly group: Group;
  /** Within the longest window, oldest first. */
  readonly recent: readonly HeardVoice[];
  /** Those before: what is usual here. */
  readonly usual: FadingCount;
  /** Warned of and dismissed: not again before that time, unless twice as many are heard. */
  readonly quiet?: { readonly until: number; readonly voices: number };
}

/** What is remembered of one kind of dispute in the whole community. */
export interface KindWatch {
  /** Complaints of each day within the longest window, the last of them `lastDay`. */
  readonly recent: readonly number[];
  /** Days since 1970, UTC. */
  readonly lastDay: number;
  readonly usual: FadingCount;
}

/** A warning that was raised, and to which complaints are still added. */
export interface OpenWarning {
  readonly id: string;
  /** The key of the group that it was raised about; what else comes from it belongs to the warning. */
  readonly main: string;
  readonly type: GroupType;
  /** Keys of all groups that its complaints point to, the main one among them. */
  readonly groups: readonly string[];
  readonly heard: readonly HeardVoice[];
  /** How many voices the finding had when staff were last told. */
  readonly toldVoices: number;
  readonly lastAt: number;
  readonly confirmed: boolean;
}

export interface CommunityWatch {
  /** When the first complaint came: before that nothing is known of what is usual. */
  readonly since: number;
  /** Of the latest complaint: events may come in another order than what they tell of. */
  readonly lastAt: number;
  readonly kinds: Readonly<Record<string, KindWatch>>;
  readonly open: readonly OpenWarning[];
}

export interface Watch {
  /** Nothing before the first complaint. */
  readonly community: CommunityWatch | undefined;
  /** By key; at least those that `groupKeysOf` the complaint names, where there are any. */
  readonly groups: Readonly<Record<string, GroupWatch>>;
}

const DAY = 86_400_000;
export const daysToMs = (days: number): number => days * DAY;
export const dayOf = (at: number): number => Math.floor(at / DAY);

/** `employer:w-17/wages`: the key under which a group is stored. */
export const keyOf = ({ type, id, kind }: Group): string => `${type}:${id}/${kind}`;

/** Districts and counties of Beijing, Tianjin, Shanghai and Chongqing are one place: their prefecture's digits say nothing. */
const placeOf = (hometown: string): string =>
  /^(11|12|31|50)/.test(hometown) ? hometown.slice(0, 2) : hometown.slice(0, 4);

/** The groups that a complaint belongs to. */
export function groupsOf({ employer, premises, hometown, kind }: Complaint): Group[] {
  const ids: Readonly<Record<GroupType, string | undefined>> = {
    employer,
    premises,
    hometown: hometown === undefined || hometown === '' ? undefined : placeOf(hometown),
  };
  return groupTypes.flatMap((type) => {
    const id = ids[type];
    return id === undefined || id === '' ? [] : [{ type, id, kind }];
  });
}

/** Whose rows a decision about that complaint needs. */
export const groupKeysOf = (complaint: Complaint): string[] => groupsOf(complaint).map(keyOf);
