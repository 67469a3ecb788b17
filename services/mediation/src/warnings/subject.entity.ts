import { EncryptedColumn, IdColumn } from '@huying/database';
import { Column, Entity } from 'typeorm';

/** An employer or premises that complaints are about. Its name is encrypted; events know it by its id. */
@Entity('subjects')
export class Subject {
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  /** By which the same name is found again, and nothing can be read. */
  @Column('text')
  nameKey!: string;

  @EncryptedColumn()
  name!: string;
}
