import { EventSubscriber, type EntitySubscriberInterface } from 'typeorm';

const stored = new WeakSet<object>();

/** Whether that object stands for a row that was loaded or saved before, and not for a new one. */
export const isStored = (row: object): boolean => stored.has(row);

export const storedNow = (row: object): void => void stored.add(row);

/**
 * Notes every row that a query loads. TypeORM's own `save` looks for a row of that key at the time of saving: of two who create the
 * same one at once the second would find the first one's and write over it.
 */
@EventSubscriber()
export class StoredRows implements EntitySubscriberInterface {
  afterLoad(row: object): void {
    storedNow(row);
  }
}
