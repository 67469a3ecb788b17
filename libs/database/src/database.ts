import type { DataSource, EntityManager } from 'typeorm';
import { DatabaseUnavailableError, isDatabaseUnavailable } from './errors.js';
import { Tx, type Outbox } from './transaction.js';

/** Runs in every transaction after its work and before its commit, with what the work returned. */
export type BeforeCommit = (manager: EntityManager, result: unknown) => Promise<void>;

/** A service's own database. `withTransaction` is the only way to write. */
export class Database {
  constructor(
    readonly dataSource: DataSource,
    private readonly outbox: Outbox,
    private readonly beforeCommit: BeforeCommit = () => Promise.resolve(),
  ) {}

  /** For queries outside a transaction. */
  get read(): EntityManager {
    return this.dataSource.manager;
  }

  /**
   * Runs `work` in one transaction and commits its rows together with the events it emitted; if it throws, nothing of
   * either remains.
   * @throws DatabaseUnavailableError when the database does not answer; what `work` throws comes out unchanged
   */
  async withTransaction<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> {
    try {
      return await this.dataSource.transaction(async (manager) => {
        const tx = new Tx(manager);
        const result = await work(tx);
        await tx.writeKept();
        await this.beforeCommit(manager, result);
        if (tx.emitted.length > 0) await this.outbox.append(manager, tx.emitted);
        return result;
      });
    } catch (error) {
      if (isDatabaseUnavailable(error) && !(error instanceof DatabaseUnavailableError)) {
        throw new DatabaseUnavailableError(error);
      }
      throw error;
    }
  }
}
