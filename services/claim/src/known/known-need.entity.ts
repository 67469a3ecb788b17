import { IdColumn, InstantColumn } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { Column, Entity } from 'typeorm';
import type { DispatchKind, PlacesOf } from '../rules/entries.js';

/** `closed`: no more claims, who holds a place keeps it. `ended`: the need was called off, every claim to it ends. */
export type KnownNeedState = 'open' | 'closed' | 'ended';

/** Who may claim a need and how, as it was published. Times are RFC 3339. */
export interface Terms {
  readonly dispatch: DispatchKind;
  readonly skills: readonly string[];
  readonly preferredSkills: readonly string[];
  readonly trainings: readonly string[];
  readonly hometowns: readonly string[];
  readonly dialects: readonly string[];
  readonly groupIds: readonly string[];
  readonly minimumAge: number;
  readonly waitingList: boolean;
  readonly groupsAt: string | null;
  readonly everyoneAt: string | null;
  readonly drawAt: string | null;
  readonly offerMinutes: number;
  readonly restHours: number;
  readonly isRisky: boolean;
  readonly seriesId: string;
  readonly seriesLimit: number;
  readonly place: KnownPlace;
  /** Nothing: of a need, as all were before there were classes and appeals. */
  readonly of?: PlacesOf;
  /** Of a class: full years on its first day; nothing: any age. */
  readonly maximumAge?: number;
}

/** The terms of what asks for nothing: who comes first has a place, the others wait in line. */
export const PLAIN_TERMS: Terms = {
  ...{ dispatch: 'first-come', waitingList: true, minimumAge: 0, offerMinutes: 0, restHours: 0, isRisky: false },
  ...{ skills: [], preferredSkills: [], trainings: [], hometowns: [], dialects: [], groupIds: [] },
  ...{ groupsAt: null, everyoneAt: null, drawAt: null, seriesId: '', seriesLimit: 0, place: { digest: 0 } },
};

/** Where it is, only as far as travel times need it: degrees, or a digest of the name. */
export type KnownPlace = { readonly latitude: number; readonly longitude: number } | { readonly digest: number };

/** What claiming knows of a need from the request service's events; also of a class, and of an appeal. */
@Entity('known_needs')
export class KnownNeed {
  @IdColumn()
  id!: string;

  @Column('text')
  pool!: string;

  @Column('int')
  publication!: number;

  /** Counts the moves of a publication. */
  @Column('int')
  revision!: number;

  @Column('text')
  state!: KnownNeedState;

  @Column('int')
  places!: number;

  @InstantColumn()
  opensAt!: Temporal.Instant;

  @InstantColumn()
  closesAt!: Temporal.Instant;

  @InstantColumn()
  startsAt!: Temporal.Instant;

  @InstantColumn()
  endsAt!: Temporal.Instant;

  @InstantColumn()
  releaseUntil!: Temporal.Instant;

  /** After a move: until when holders are asked; null: they give their places back. */
  @InstantColumn({ nullable: true })
  answerBy!: Temporal.Instant | null;

  @Column('jsonb')
  terms!: Terms;
}
