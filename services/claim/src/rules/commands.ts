import type { EndReason, OfferSource, PackedConfig, PlacesOf } from './entries.js';
import type { Limits } from './fit.js';

/** A friend of a party, or a seat of a team, with the claim to make. */
export interface Member {
  readonly claimant: string;
  readonly claim: string;
  readonly key: string;
}

/** What can be asked of a pool. `now` is in ms; the clock is handed in. */
export type Command = { readonly now: number; readonly limits: Limits } & (
  | { readonly do: 'volunteers'; readonly records: readonly (readonly [string, string])[] }
  | {
      readonly do: 'set';
      readonly need: string;
      readonly publication: number;
      readonly revision: number;
      readonly places: number;
      readonly config: PackedConfig;
      readonly commitment: string;
    }
  | {
      readonly do: 'claim';
      readonly need: string;
      readonly volunteer: string;
      readonly claim: string;
      readonly key: string;
      readonly risk: boolean;
      /** What it is asked for as; nothing: a need. What is something else is not found. */
      readonly of?: PlacesOf;
    }
  | {
      readonly do: 'together';
      readonly need: string;
      readonly team: boolean;
      readonly risk: boolean;
      readonly of?: PlacesOf;
      readonly members: readonly Member[];
    }
  | {
      readonly do: 'release';
      readonly need: string;
      readonly volunteer: string;
      readonly claim: string;
      readonly reason: EndReason;
      readonly late: boolean;
    }
  | {
      readonly do: 'offer';
      readonly need: string;
      readonly volunteer: string;
      readonly claim: string;
      readonly key: string;
      readonly source: OfferSource;
      readonly from: string;
      readonly till: number;
    }
  | {
      readonly do: 'answer';
      readonly need: string;
      readonly volunteer: string;
      readonly claim: string;
      readonly risk: boolean;
    }
  | { readonly do: 'choose'; readonly need: string; readonly volunteer: string; readonly claim: string }
  | {
      readonly do: 'priority';
      readonly need: string;
      readonly volunteer: string;
      readonly claim: string;
      readonly priority: number;
    }
  | {
      readonly do: 'places';
      readonly need: string;
      readonly places: number;
      readonly leaving: readonly { readonly claimant: string; readonly claim: string }[];
    }
  | { readonly do: 'move'; readonly need: string }
  | {
      readonly do: 'ask';
      readonly need: string;
      readonly volunteer: string;
      readonly claim: string;
      readonly till: number;
    }
  | {
      readonly do: 'draw';
      readonly need: string;
      readonly from: number;
      readonly last: boolean;
      readonly seed: string;
      readonly order: readonly string[];
    }
  | {
      readonly do: 'close';
      readonly need: string;
      readonly what: 'closed' | 'stood-down' | 'widened';
      readonly detail: string;
    }
);

/** What a script answers: outcome (a refusal below 0), number, and what the operation adds. */
export type Reply = readonly (number | string)[];

/** The command of that name. */
export type Of<Name extends Command['do']> = Extract<Command, { do: Name }>;
