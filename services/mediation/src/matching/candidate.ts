/** What matching has to know of a mediator or go-between. Ids are pseudonyms. */

export const speechLevels = ['understands', 'speaks', 'native'] as const;
export type SpeechLevel = (typeof speechLevels)[number];

/** A dialect or a language, and how well. */
export interface Speech {
  /** A dialect by its group (`southwestern`, `wu-haining`), or a language by ISO 639-3 (`zha`). */
  readonly code: string;
  readonly level: SpeechLevel;
}

/** What ties a candidate to a person. `employer` and `landlord` in either direction. */
export const tieKinds = ['family', 'employer', 'landlord', 'neighbour'] as const;
export type TieKind = (typeof tieKinds)[number];

export interface Tie {
  readonly personId: string;
  readonly kind: TieKind;
}

/** How earlier cases ended that they were in. */
export interface Outcomes {
  /** The kind of dispute. */
  readonly kind: string;
  /** Cases that ended, agreed or not. */
  readonly ended: number;
  /** Of those: agreed, and the agreement was not broken. */
  readonly agreed: number;
}

/** A mediator of the committee, or a go-between: a volunteer with a hometown and trust, who is no mediator (art. 20). */
export const candidateRoles = ['mediator', 'go-between'] as const;
export type CandidateRole = (typeof candidateRoles)[number];

export interface MatchCandidate {
  readonly id: string;
  /** The person behind the mediator: a party of the case is never its mediator. */
  readonly personId: string;
  readonly role: CandidateRole;
  /** A code of GB/T 2260, as far as it is known. */
  readonly hometown?: string;
  readonly dialects: readonly Speech[];
  readonly languages: readonly Speech[];
  /** Kinds of dispute that they are trained for or known for. */
  readonly fields: readonly string[];
  /** Open cases that they are in. */
  readonly load: number;
  /** Most open cases at once; 0: none. */
  readonly loadLimit: number;
  readonly available: boolean;
  /** In which days they hold office, `YYYY-MM-DD`, both included; go-betweens hold none. */
  readonly term?: { readonly from: string; readonly until: string };
  readonly ties: readonly Tie[];
  readonly premises?: string;
  readonly employer?: string;
  /** Whether they are themselves a party to an open case. */
  readonly partyElsewhere?: boolean;
  /** Persons who refused them before, in whichever case. */
  readonly refusedBy?: readonly string[];
  readonly outcomes: readonly Outcomes[];
}
