import type { Message } from '@bufbuild/protobuf';
import type { DeepPartial, EntityManager, EntityTarget, FindOptionsWhere, ObjectLiteral } from 'typeorm';
import { RowNotFoundError } from './errors.js';
import { isStored, storedNow } from './stored-rows.js';

/** Where events wait until the relay publishes them; implemented by `@huying/events`. */
export interface Outbox {
  /** Writes the events in the transaction of `manager`, in order. Called once, last, before the commit. */
  append(manager: EntityManager, events: readonly Message[]): Promise<void>;
}

/** Writes what was kept for the end of a transaction, in the order in which it was kept. */
export type WriteAtEnd<Item> = (tx: Tx, items: readonly Item[]) => Promise<void>;

/** A transaction that is open: what a handler loads, stores and publishes through. */
export class Tx {
  private readonly events: Message[] = [];
  private readonly kept = new Map<WriteAtEnd<never>, unknown[]>();

  constructor(
    /** For queries that the helpers below do not cover; part of this transaction. */
    readonly manager: EntityManager,
    /** Of which this is a part. */
    private readonly whole?: Tx,
  ) {}

  /** A part of this transaction with events of its own, which are not published unless they are emitted here too. */
  part(): Tx {
    return new Tx(this.manager, this.whole ?? this);
  }

  /**
   * Loads one row and keeps it locked until the commit, so that what is decided from it stays true.
   * @throws RowNotFoundError
   */
  async lock<Entity extends ObjectLiteral>(
    entity: EntityTarget<Entity>,
    where: FindOptionsWhere<Entity>,
  ): Promise<Entity> {
    const found = await this.manager.findOne(entity, { where, lock: { mode: 'pessimistic_write' } });
    if (!found) throw new RowNotFoundError(this.manager.connection.getMetadata(entity).tableName);
    return found;
  }

  /** Like `lock`, for a row that may not be there. */
  lockIfPresent<Entity extends ObjectLiteral>(
    entity: EntityTarget<Entity>,
    where: FindOptionsWhere<Entity>,
  ): Promise<Entity | null> {
    return this.manager.findOne(entity, { where, lock: { mode: 'pessimistic_write' } });
  }

  /** Waits for every other transaction that does the same thing, by that name, and keeps those that come waiting until this one ends. */
  async oneAtATime(what: string): Promise<void> {
    await this.manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [what]);
  }

  /** Loads one row without locking it. @throws RowNotFoundError */
  async get<Entity extends ObjectLiteral>(
    entity: EntityTarget<Entity>,
    where: FindOptionsWhere<Entity>,
  ): Promise<Entity> {
    const found = await this.manager.findOne(entity, { where });
    if (!found) throw new RowNotFoundError(this.manager.connection.getMetadata(entity).tableName);
    return found;
  }

  /** A new row of that entity, not yet stored. */
  create<Entity extends ObjectLiteral>(entity: EntityTarget<Entity>, values: DeepPartial<Entity>): Entity {
    return this.manager.create(entity, values);
  }

  /**
   * Stores a new or a changed row; a version column counts up. What was not loaded is inserted and never written over a row that
   * somebody else stored in between: then it throws a unique violation.
   */
  async save<Entity extends ObjectLiteral>(row: Entity): Promise<Entity> {
    if (isStored(row)) return this.manager.save(row);
    await this.manager.insert<ObjectLiteral>(row.constructor, row);
    storedNow(row);
    return row;
  }

  /** Runs SQL in this transaction and gives its rows; of an UPDATE or DELETE those that it returns. */
  async query<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    // The plain form of TypeORM's answer is another one for UPDATE and DELETE than for the rest.
    const { queryRunner } = this.manager;
    if (!queryRunner) throw new TypeError('A transaction has a query runner.');
    const { records } = await queryRunner.query(sql, [...parameters], true);
    return records as Row[];
  }

  /**
   * Keeps these for the end of the transaction, where `write` gets all that were kept for it at once: one statement for
   * what many events of a batch, each by itself, have to say. Until then nothing of them is in the database: what another handler of the
   * batch may read, lock or take back is not to be kept. Writes come in the order in which the first item of each was kept.
   * @param write what these are kept for is told by its identity: the same function, not one that looks the same
   */
  atEnd<Item>(write: WriteAtEnd<Item>, ...items: readonly Item[]): void {
    if (this.whole) return this.whole.atEnd(write, ...items);
    const kept = this.kept.get(write);
    if (kept) kept.push(...items);
    else this.kept.set(write, [...items]);
  }

  /** Writes what is kept for the end, once. Called by `withTransaction`, when the work is done. */
  async writeKept(): Promise<void> {
    for (const [write, items] of this.kept) {
      this.kept.delete(write);
      await write(this, items as never[]);
    }
  }

  /** Publishes an event if, and only if, this transaction commits. */
  emit(...events: Message[]): void {
    this.events.push(...events);
  }

  /** What has been emitted so far, in order. */
  get emitted(): readonly Message[] {
    return this.events;
  }
}
