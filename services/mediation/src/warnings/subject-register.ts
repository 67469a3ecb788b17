import { Injectable } from '@nestjs/common';
import { blindIndex, type Tx } from '@huying/database';
import { v7 as uuidv7 } from 'uuid';
import { normalized } from '../kinds/keys.js';
import { Subject } from './subject.entity.js';

/** Employers and premises under ids of their own: the same name has the same id, however it is typed. */
@Injectable()
export class SubjectRegister {
  /** The id of whom that name means; a name that is new is entered. */
  async idOf(tx: Tx, communityId: string, name: string): Promise<string> {
    const nameKey = blindIndex(normalized(name));
    const known = await tx.manager.findOneBy(Subject, { communityId, nameKey });
    if (known) return known.id;
    const { id } = tx.create(Subject, { id: uuidv7(), communityId, nameKey, name: name.trim() });
    // Two may come with a new name at once: the first stays.
    await tx.manager
      .createQueryBuilder()
      .insert()
      .into(Subject)
      .values({ id, communityId, nameKey, name: name.trim() })
      .orIgnore()
      .execute();
    return (await tx.get(Subject, { communityId, nameKey })).id;
  }
}
