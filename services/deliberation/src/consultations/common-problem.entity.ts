import { IdColumn } from '@huying/database';
import { Column, Entity } from 'typeorm';

/** What many have called about, as the request service found it: a reason to consult residents, once. */
@Entity('known_common_problems')
export class KnownCommonProblem {
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  @Column('text')
  catalogueItemCode!: string;

  @Column('uuid', { nullable: true })
  consultationId!: string | null;
}
