/** What scripts and rules refuse, by number; refusals.ts says what each means to the client. */
export const Refusal = {
  poolNotLoaded: -1,
  epochOver: -2,
  volunteerUnknown: -3,
  needUnknown: -4,
  claimUnknown: -5,
  inactive: -10,
  age: -11,
  skill: -12,
  group: -13,
  timeClash: -14,
  tooManyClaims: -15,
  restNeeded: -16,
  tooManyHours: -17,
  blocked: -18,
  consent: -19,
  needClosed: -20,
  notOpenYet: -21,
  needFull: -22,
  alreadyIn: -23,
  claimedTooOften: -24,
  drawing: -25,
  notTogether: -26,
  wave: -27,
  risk: -28,
  partyTooLarge: -29,
  releaseClosed: -30,
  placesBelowHeld: -31,
  guardian: -33,
  night: -34,
  training: -35,
  hometown: -36,
  dialect: -37,
  seriesLimit: -38,
  lineFull: -39,
  offerExpired: -40,
  notHeld: -41,
  notOffered: -42,
  notApplied: -44,
  notWaiting: -45,
  drawn: -46,
} as const;

const names = new Map<number, string>(
  Object.entries(Refusal).map(([name, number]) => [
    number,
    name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
  ]),
);

/** The number as a word, for events: -14 is `time-clash`. */
export const refusalName = (refusal: number): string => names.get(refusal) ?? String(refusal);
