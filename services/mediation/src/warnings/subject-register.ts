import { Injectable } from '@nestjs/common';
import { blindIndex, type Tx } from '@huying/database';
import { In } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { normalized } from '../kinds/keys.js';
import { nameIn, runsIn } from './names-in-text.js';
import { Subject } from './subject.entity.js';

const keyOf = (name: string): string => blindIndex(normalized(name));

/** Employers and premises under ids of their own: the same name has the same id, however it is typed. */
@Injectable()
export class SubjectRegister {
  /** The id of whom that name means; a name that is new is entered. */
  async idOf(tx: Tx, communityId: string, name: string): Promise<string> {
    const nameKey = keyOf(name);
    // Two may come with a new name at once: the first stays.
    const entered = tx.create(Subject, { id: uuidv7(), communityId, nameKey, name: name.trim() });
    await tx.manager.createQueryBuilder().insert().into(Subject).values(entered).orIgnore().execute();
    return (await tx.get(Subject, { communityId, nameKey })).id;
  }

  /**
   * The id of the employer or premises that a text speaks of: one that is known, else one whose name can be recognised. The text itself is
   * not kept.
   */
  async inText(tx: Tx, communityId: string, text: string): Promise<string | null> {
    const keys = [...new Set([...runsIn(text)].map(keyOf))];
    if (keys.length === 0) return null;
    const known = await tx.manager.find(Subject, { where: { communityId, nameKey: In(keys) } });
    // The longest name says most: 兴旺皮革厂 rather than 皮革厂.
    const [best] = known.sort((a, b) => b.name.length - a.name.length);
    if (best) return best.id;
    const name = nameIn(text);
    return name === undefined ? null : this.idOf(tx, communityId, name);
  }
}
