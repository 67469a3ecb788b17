import type { CaseSource as PublishedSource, DisputeKind as PublishedKind, RiskOfViolence } from '@huying/contracts';

/** What a dispute is about; the order is that of the published language. */
export const disputeKinds = [
  'neighbours',
  'family',
  'wages',
  'property-management',
  'tenancy',
  'consumer',
  'accident',
  'other',
] as const;
export type DisputeKind = (typeof disputeKinds)[number];

export const caseSources = ['call', 'need', 'staff', 'grid-worker', 'police', 'court', 'party'] as const;
export type CaseSource = (typeof caseSources)[number];

/** 1: can be planned, 2: within the day, 3: at once. */
export const MOST_URGENT = 3;

export const risks = ['none', 'threatened', 'acute'] as const;
export type Risk = (typeof risks)[number];

// 0 is never sent: the first of each is 1.
const published = (values: readonly string[], value: string): number => values.indexOf(value) + 1;

export const publishedKind = (kind: DisputeKind): PublishedKind => published(disputeKinds, kind);
export const publishedSource = (source: CaseSource): PublishedSource => published(caseSources, source);
export const publishedRisk = (risk: Risk): RiskOfViolence => published(risks, risk);

/**
 * Catalogue items that are disputes, and their kind: what is received by event. A community that adds an item which is a dispute adds
 * it here.
 */
export const disputeItems: Readonly<Record<string, DisputeKind>> = {
  'GS-007': 'property-management',
  'SS-001': 'wages',
  'SS-002': 'wages',
  'SS-012': 'consumer',
  'SS-020': 'neighbours',
  'SS-021': 'family',
};

/** The dispute that a catalogue item is; undefined: none. */
export const kindOfItem = (code: string): DisputeKind | undefined => disputeItems[code];
