/** What decisions read of a volunteer. Lists are texts like ",first-aid,driving,". */
export interface VolunteerRecord {
  readonly version: number;
  readonly active: boolean;
  /** Has agreed to the privacy notice. */
  readonly consent: boolean;
  /** A guardian has agreed. */
  readonly guardian: boolean;
  /** Missed two services; staff have not lifted it. */
  readonly blocked: boolean;
  /** Birthday as 20081231; 0: not told. */
  readonly born: number;
  readonly skills: string;
  readonly groups: string;
  /** Like ",first-aid=20281231,": the last day on which each is valid. */
  readonly trainings: string;
  readonly hometown: string;
  readonly dialects: string;
}

const UNIT = '\x1f';

/** The record as scripts read it (lua/include/volunteers.lua): texts separated by US. */
export function packVolunteer(v: VolunteerRecord): string {
  const flags = [v.active && 'a', v.consent && 'c', v.guardian && 'g', v.blocked && 'b'].filter(Boolean).join('');
  return [v.version, flags, v.born, v.skills, v.groups, v.trainings, v.hometown, v.dialects].join(UNIT);
}

/** The opposite of packVolunteer. */
export function unpackVolunteer(packed: string): VolunteerRecord {
  const [version, flags = '', born, skills = '', groups = '', trainings = '', hometown = '', dialects = ''] =
    packed.split(UNIT);
  return {
    version: Number(version),
    active: flags.includes('a'),
    consent: flags.includes('c'),
    guardian: flags.includes('g'),
    blocked: flags.includes('b'),
    born: Number(born),
    ...{ skills, groups, trainings, hometown, dialects },
  };
}
