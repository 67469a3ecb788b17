import type { Message } from '@bufbuild/protobuf';
import type { DeepPartial, EntityManager, EntityTarget, FindOptionsWhere, ObjectLiteral } from 'typeorm';
import { RowNotFoundError } from './errors.js';

/** Where events wait until the relay publishes them; implemented by `@huying/events`. */
export interface Outbox {
  /** Writes the events in the transaction of `manager`, in order. Called once, last, before the commit. */
  append(manager: EntityManager, events: readonly Message[]): Promise<void>;
}

/** A transaction that is open: what a handler loads, stores and publishes through. */
export class Tx {
  private readonly events: Message[] = [];

  constructor(
    /** For queries that the helpers below do not cover; part of this transaction. */
    readonly manager: EntityManager,
  ) {}

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

  /** Stores a new or a changed row; a version column counts up. */
  save<Entity extends ObjectLiteral>(row: Entity): Promise<Entity> {
    return this.manager.save(row);
  }

  /** Runs SQL in this transaction and gives its rows; of an UPDATE or DELETE those that it returns. */
  async query<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    // The plain form of TypeORM's answer is another one for UPDATE and DELETE than for the rest.
    const { queryRunner } = this.manager;
    if (!queryRunner) throw new TypeError('A transaction has a query runner.');
    const { records } = await queryRunner.query(sql, [...parameters], true);
    return records as Row[];
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
