import type { Group, GroupType } from './decide-watch.js';

/** What to do next, by code; the texts are with the API. */
export const adviceCodes = [
  'speak-with-those-concerned',
  'visit-employer',
  'tell-labour-inspectorate',
  'visit-premises',
  'speak-with-property-manager',
  'call-neighbours-together',
  'speak-with-landlord',
  'tell-market-supervision',
  'ask-hometown-association',
  'offer-group-mediation',
] as const;
export type Advice = (typeof adviceCodes)[number];

const byKind: Readonly<Record<string, readonly Advice[]>> = {
  wages: ['visit-employer', 'tell-labour-inspectorate'],
  accident: ['visit-employer', 'tell-labour-inspectorate'],
  'property-management': ['speak-with-property-manager'],
  tenancy: ['speak-with-landlord'],
  consumer: ['tell-market-supervision'],
  neighbours: ['call-neighbours-together'],
};

const byType: Readonly<Record<GroupType, readonly Advice[]>> = {
  employer: ['visit-employer'],
  premises: ['visit-premises'],
  hometown: ['ask-hometown-association'],
};

/** In the order in which to do it: hear them, see for oneself, tell who is in charge, offer to mediate. */
export function adviceFor({ type, kind }: Group): Advice[] {
  const wanted = new Set<Advice>([
    'speak-with-those-concerned',
    ...byType[type],
    ...(byKind[kind] ?? []),
    'offer-group-mediation',
  ]);
  return adviceCodes.filter((code) => wanted.has(code));
}
