import {
  daysToMs,
  decideWarning,
  groupKeysOf,
  groupsOf,
  keyOf,
  type CommunityWatch,
  type Complaint,
  type GroupType,
  type GroupWatch,
  type WarningSettings,
} from '@huying/mediation';

/** A warning as it is judged: when, and about which complaints. */
export interface Alarm {
  readonly at: number;
  readonly type: GroupType;
  readonly complaintIds: readonly string[];
  readonly sureness?: string;
}

/** Complaints one by one, warnings out; it has seen nothing but what came before. */
export type Detector = (complaint: Complaint) => readonly Alarm[];

/** The early warning of the service. */
export function earlyWarning(settings: WarningSettings): Detector {
  let community: CommunityWatch | undefined;
  const groups = new Map<string, GroupWatch>();
  return (complaint) => {
    const known = groupKeysOf(complaint).flatMap((key) => {
      const group = groups.get(key);
      return group ? [[key, group] as const] : [];
    });
    const decision = decideWarning({ community, groups: Object.fromEntries(known) }, complaint, settings);
    community = decision.community;
    for (const [key, group] of Object.entries(decision.groups)) groups.set(key, group);
    return [...decision.raised, ...decision.grown].map(({ at, finding, complaintIds, sureness }) => ({
      ...{ at, complaintIds, sureness, type: finding.group.type },
    }));
  };
}

/** So many different people about the same within so many days. */
export interface PlainSettings {
  readonly days: number;
  /** By what they have in common; Infinity: not looked at. */
  readonly voices: Readonly<Record<GroupType, number>>;
}

interface Heard {
  readonly complaintId: string;
  readonly voice: string;
  readonly at: number;
}

/**
 * The plain threshold that the early warning is compared with. It gets every help that has nothing to do with statistics: it
 * counts people rather than calls, by the same groups and kinds, with a threshold of its own for each type of group; it keeps silent about a group
 * that it has warned of, and about others that the same complaints point to.
 */
export function plainThreshold({ days, voices }: PlainSettings): Detector {
  const groups = new Map<string, Heard[]>();
  let open: { keys: Set<string>; voices: Set<string>; lastAt: number }[] = [];
  return (complaint) => {
    const { id, at, voice = id } = complaint;
    open = open.filter(({ lastAt }) => at - lastAt <= daysToMs(28));
    const alarms: Alarm[] = [];
    for (const group of groupsOf(complaint)) {
      const key = keyOf(group);
      const recent = (groups.get(key) ?? []).filter((one) => at - one.at < daysToMs(days));
      if (!recent.some((one) => one.voice === voice)) recent.push({ complaintId: id, voice, at });
      groups.set(key, recent);
      const known = open.find((one) => one.keys.has(key));
      if (known) known.lastAt = at;
      if (known || recent.length < voices[group.type]) continue;
      const same = open.find(
        (one) => 2 * recent.filter((heard) => one.voices.has(heard.voice)).length >= recent.length,
      );
      if (same) {
        same.keys.add(key);
        continue;
      }
      open.push({ keys: new Set([key]), voices: new Set(recent.map((one) => one.voice)), lastAt: at });
      alarms.push({ at, type: group.type, complaintIds: recent.map(({ complaintId }) => complaintId) });
    }
    return alarms;
  };
}
