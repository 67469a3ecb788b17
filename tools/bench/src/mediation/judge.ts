import type { Alarm, Detector } from './detectors.js';
import type { Outbreak, SimulatedYear } from './simulate-complaints.js';

/** A warning before this complaint of an outbreak is in time. */
export const TENTH = 10;

/** How one outbreak fared. */
export interface Fate {
  readonly affected: number;
  /** How many of its complaints had come when it was warned of; undefined: never. */
  readonly warnedAfter: number | undefined;
  readonly inTime: boolean;
}

export interface Verdict {
  readonly fates: readonly Fate[];
  /** Warnings that were about no outbreak, within the year. */
  readonly falseAlarms: readonly Alarm[];
  /** Further warnings about an outbreak that was warned of before. */
  readonly repeated: number;
  /** Warnings about an outbreak, the repeated ones among them. */
  readonly trueAlarms: readonly Alarm[];
}

/** A warning is about an outbreak if at least half of the complaints that it names are. */
function aboutWhich<Known extends { ids: ReadonlySet<string> }>(alarm: Alarm, outbreaks: readonly Known[]) {
  return outbreaks.find(
    ({ ids }) => 2 * alarm.complaintIds.filter((id) => ids.has(id)).length >= alarm.complaintIds.length,
  );
}

/** Runs a detector over a year and compares with the truth. */
export function judge(year: SimulatedYear, detector: Detector): Verdict {
  const outbreaks = year.outbreaks.map((one) => ({ one, ids: new Set(one.complaintIds), times: [] as number[] }));
  const byComplaint = new Map(outbreaks.flatMap((outbreak) => [...outbreak.ids].map((id) => [id, outbreak] as const)));
  const warned = new Map<Outbreak, number>();
  const falseAlarms: Alarm[] = [];
  const trueAlarms: Alarm[] = [];
  let repeated = 0;
  for (const complaint of year.complaints) {
    byComplaint.get(complaint.id)?.times.push(complaint.at);
    for (const alarm of detector(complaint)) {
      const about = aboutWhich(alarm, outbreaks);
      if (!about) {
        if (alarm.at >= year.from) falseAlarms.push(alarm);
        continue;
      }
      trueAlarms.push(alarm);
      if (warned.has(about.one)) repeated++;
      else warned.set(about.one, about.times.length);
    }
  }
  const fates = year.outbreaks.map((one) => {
    const warnedAfter = warned.get(one);
    return { affected: one.affected, warnedAfter, inTime: warnedAfter !== undefined && warnedAfter < TENTH };
  });
  return { fates, falseAlarms, repeated, trueAlarms };
}
