import { IdColumn, InstantColumn } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { Column, Entity } from 'typeorm';

/** Full-time workers of the community (专职社工), and social workers of a project (项目社工). */
export const workerKinds = ['community-worker', 'project-worker'] as const;
export type WorkerKind = (typeof workerKinds)[number];

/** Somebody of the community's staff, whom organisations can turn to. */
@Entity('community_workers')
export class CommunityWorker {
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  /** The account. */
  @Column('text')
  personId!: string;

  @Column('text')
  kind!: WorkerKind;

  @InstantColumn()
  enteredAt!: Temporal.Instant;

  /** Null: still there. */
  @InstantColumn({ nullable: true })
  leftAt!: Temporal.Instant | null;
}
