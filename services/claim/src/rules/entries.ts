/** How the places of a need find their volunteers. */
export const dispatches = ['first-come', 'waves', 'draw', 'approval', 'alert'] as const;
export type DispatchKind = (typeof dispatches)[number];

/**
 * What places are of: a need (its claimants are volunteers), a class (children), an appeal (residents, who pledge). Rules
 * and records call all three a need.
 */
export type PlacesOf = 'need' | 'class' | 'appeal';

/** Why a claim ended. */
export const endReasons = [
  'volunteer',
  'staff',
  'need-ended',
  'no-longer-fit',
  'handed-over',
  'offer-expired',
  'declined',
  'party-broken',
  'stood-down',
  'rejected',
  'places-lowered',
  'moved',
] as const;
export type EndReason = (typeof endReasons)[number];

/** Where an offered place comes from. */
export const offerSources = ['line', 'staff', 'hand-over', 'team', 'moved'] as const;
export type OfferSource = (typeof offerSources)[number];

/** Somebody in line who was passed by others behind, with the refusal. */
export interface Passed {
  readonly volunteer: string;
  readonly claim: string;
  readonly refusal: number;
}

/** What decisions read of a need, packed; the order is that of need-config.ts and lua/include/need.lua. */
export type PackedConfig = readonly (string | number)[];

interface OfClaim {
  readonly need: string;
  readonly volunteer: string;
  readonly claim: string;
}

interface OfPlace extends OfClaim {
  /** The place; for an entry `waiting` the position, for a `hand-over` offered 0: the holder still has it. */
  readonly number: number;
}

/** What each kind of entry of a pool's log says. A log is self-contained: folding it gives the pool's whole state. */
export interface EntryData {
  readonly opened: {
    readonly need: string;
    readonly publication: number;
    readonly revision: number;
    readonly places: number;
    readonly phase: '' | 'gathering';
    readonly config: PackedConfig;
    readonly commitment?: string;
  };
  readonly changed: { readonly need: string; readonly revision: number; readonly config: PackedConfig };
  readonly places: { readonly need: string; readonly places: number };
  readonly closed: { readonly need: string };
  readonly 'stood-down': { readonly need: string; readonly outcome?: string };
  readonly widened: { readonly need: string; readonly wave: number };
  readonly volunteers: { readonly records: readonly (readonly [id: string, record: string])[] };
  readonly held: OfPlace & {
    readonly key: string;
    readonly risk?: boolean;
    readonly passed?: readonly Passed[];
    readonly party?: readonly string[];
    readonly team?: boolean;
  };
  readonly waiting: OfPlace & {
    readonly key: string;
    readonly risk?: boolean;
    /** `a`: applied, to be drawn or chosen. */
    readonly told: 'w' | 'a';
    readonly rank: number;
    readonly party?: readonly string[];
  };
  readonly promoted: OfPlace & { readonly passed?: readonly Passed[] };
  readonly offered: OfPlace & {
    readonly source: OfferSource;
    readonly till: number;
    readonly passed?: readonly Passed[];
    /** Only where the claim begins with the offer. */
    readonly key?: string;
    readonly from?: string;
    readonly fromClaim?: string;
  };
  readonly accepted: OfPlace;
  readonly handed: OfPlace & { readonly from: string; readonly fromClaim: string };
  readonly confirmed: OfPlace;
  readonly asked: OfPlace & { readonly till: number };
  readonly released: OfPlace & { readonly reason: EndReason };
  readonly declined: OfPlace & { readonly reason: EndReason };
  readonly left: OfPlace & { readonly reason: EndReason };
  readonly priority: OfClaim & { readonly priority: number; readonly rank: number };
  readonly passed: { readonly need: string; readonly passed: readonly Passed[] };
  readonly ranked: { readonly need: string; readonly from: number; readonly order: readonly string[] };
  readonly drawn: { readonly need: string; readonly seed: string };
  readonly rebuilt: object;
}

export type EntryKind = keyof EntryData;

/** What an entry says, without its number and time. */
export type Fact = { readonly [Kind in EntryKind]: { readonly kind: Kind; readonly data: EntryData[Kind] } }[EntryKind];
