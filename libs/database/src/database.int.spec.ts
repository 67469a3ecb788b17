import { randomBytes } from 'node:crypto';
import { create, type Message } from '@bufbuild/protobuf';
import { TimestampSchema } from '@bufbuild/protobuf/wkt';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { Column, Entity, VersionColumn, type EntityManager, type MigrationInterface, type QueryRunner } from 'typeorm';
import pg from 'pg';
import { EncryptedColumn, IdColumn, InstantColumn } from './columns.js';
import { createDataSource, databaseUrl, ensureDatabase, migrate, poolUseOf } from './data-source.js';
import { Database } from './database.js';
import { useEncryptionKeys } from './encryption.js';
import { DatabaseUnavailableError, isUniqueViolation, RowNotFoundError } from './errors.js';
import type { WriteAtEnd } from './transaction.js';

@Entity('things')
class Thing {
  @IdColumn()
  id!: string;

  @VersionColumn()
  version!: number;

  @Column('text')
  communityId!: string;

  @EncryptedColumn({ nullable: true })
  ownerName!: string | null;

  @InstantColumn({ nullable: true })
  seenAt!: Temporal.Instant | null;
}

class CreateThings1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE things (id uuid PRIMARY KEY, version int NOT NULL, community_id text NOT NULL, owner_name text, seen_at timestamptz(3));
      CREATE TABLE published (position int GENERATED ALWAYS AS IDENTITY, seconds bigint NOT NULL)`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}

const url = process.env.POSTGRES_URL ?? '';
const name = `t${randomBytes(4).toString('hex')}_things`;
const dataSource = () => createDataSource({ url, name, entities: [Thing], migrations: [CreateThings1700000000001] });

const event = (seconds: number): Message => create(TimestampSchema, { seconds: BigInt(seconds) });
const outbox = {
  append: async (manager: EntityManager, events: readonly Message[]): Promise<void> => {
    for (const { seconds } of events as unknown as { seconds: bigint }[]) {
      await manager.query('INSERT INTO published (seconds) VALUES ($1)', [String(seconds)]);
    }
  },
};

const first = '0190a1b2-0000-7000-8000-000000000001';
const aThing = (fields: Partial<Thing> = {}): Thing =>
  Object.assign(new Thing(), { id: first, communityId: 'xishan', ownerName: null, seenAt: null, ...fields });

describe('a database of a service', () => {
  const source = dataSource();
  const database = new Database(source, outbox);
  const published = async (): Promise<number[]> =>
    (await source.query<{ seconds: string }[]>('SELECT seconds FROM published ORDER BY position')).map((row) =>
      Number(row.seconds),
    );

  beforeAll(async () => {
    useEncryptionKeys({
      keys: [`k1.aesgcm256.${randomBytes(32).toString('base64url')}=`],
      blindIndexKey: randomBytes(32).toString('hex'),
    });
    await Promise.all([ensureDatabase(url, name), ensureDatabase(url, name), ensureDatabase(url, name)]);
    await source.initialize();
  });
  beforeEach(() => source.query('TRUNCATE things, published').catch(() => undefined));
  afterAll(async () => {
    await source.destroy();
    const client = new pg.Client({ connectionString: databaseUrl(url, 'postgres') });
    await client.connect();
    await client.query(`DROP DATABASE ${name}`);
    await client.end();
  });

  it('is migrated once by processes that start together', async () => {
    const others = [dataSource(), dataSource()];
    await Promise.all(others.map((other) => other.initialize()));
    const ran = await Promise.all([source, ...others].map(migrate));
    await Promise.all(others.map((other) => other.destroy()));
    expect(ran.flat()).toEqual(['CreateThings1700000000001']);
    await expect(migrate(source)).resolves.toEqual([]);
  });

  it('tells how many connections are at work, and who waits for one', async () => {
    const { size } = poolUseOf(source);
    const runners = Array.from({ length: size + 2 }, () => source.createQueryRunner());
    const connected = runners.map((runner) => runner.connect());
    await Promise.all(connected.slice(0, size));
    expect(poolUseOf(source)).toEqual({ size: 10, busy: 10, idle: 0, waiting: 2 });
    await Promise.all(runners.slice(0, 2).map((runner) => runner.release()));
    await Promise.all(connected);
    expect(poolUseOf(source)).toMatchObject({ busy: 10, waiting: 0 });
    await Promise.all(runners.map((runner) => runner.release()));
    expect(poolUseOf(source)).toEqual({ size: 10, busy: 0, idle: 10, waiting: 0 });
  });

  it('commits rows and events together, the events in their order', async () => {
    const result = await database.withTransaction(async (tx) => {
      tx.emit(event(1));
      await tx.save(aThing());
      tx.emit(event(2), event(3));
      return 'done';
    });
    expect(result).toBe('done');
    expect(await published()).toEqual([1, 2, 3]);
    expect(await database.read.countBy(Thing, { id: first })).toBe(1);
  });

  it('keeps nothing of either when the work throws, and lets the error out unchanged', async () => {
    const mistake = new TypeError('mistake');
    const failed = database.withTransaction(async (tx) => {
      await tx.save(aThing());
      tx.emit(event(1));
      throw mistake;
    });
    await expect(failed).rejects.toBe(mistake);
    expect(await published()).toEqual([]);
    expect(await database.read.count(Thing)).toBe(0);
  });

  it('keeps no rows whose events cannot be published', async () => {
    const deaf = new Database(source, { append: () => Promise.reject(new Error('too large')) });
    const failed = deaf.withTransaction(async (tx) => {
      await tx.save(aThing());
      tx.emit(event(1));
    });
    await expect(failed).rejects.toThrow('too large');
    expect(await database.read.count(Thing)).toBe(0);
  });

  it('writes what is kept for the end once, in its order, also of its parts, before the commit', async () => {
    const written: string[][] = [];
    const write: WriteAtEnd<string> = async (tx, names) => {
      written.push([...names]);
      await tx.save(aThing({ ownerName: names.join(' ') }));
      tx.emit(event(names.length));
    };
    await database.withTransaction(async (tx) => {
      tx.atEnd(write, 'Wu');
      tx.part().atEnd(write, 'Jin', 'Zhang');
      expect(await tx.manager.count(Thing)).toBe(0);
    });
    expect(written).toEqual([['Wu', 'Jin', 'Zhang']]);
    expect(await database.read.findOneBy(Thing, { id: first })).toMatchObject({ ownerName: 'Wu Jin Zhang' });
    expect(await published()).toEqual([3]);
  });

  it('keeps nothing at all when what is kept for the end cannot be written', async () => {
    const failed = database.withTransaction(async (tx) => {
      await tx.save(aThing());
      tx.atEnd(() => Promise.reject(new Error('no room')), 'one');
    });
    await expect(failed).rejects.toThrow('no room');
    expect(await database.read.count(Thing)).toBe(0);
  });

  it('does what belongs before every commit within it, with the result', async () => {
    const results: unknown[] = [];
    const watched = new Database(source, outbox, async (manager, result) => {
      results.push(result, await manager.count(Thing));
    });
    await watched.withTransaction(async (tx) => {
      await tx.save(aThing());
      return { id: first };
    });
    expect(results).toEqual([{ id: first }, 1]);
    const refusing = new Database(source, outbox, () => Promise.reject(new Error('not now')));
    await expect(refusing.withTransaction((tx) => tx.query('DELETE FROM things'))).rejects.toThrow('not now');
    expect(await database.read.count(Thing)).toBe(1);
  });

  it('keeps a locked row for the one who decides: two changes at once both count', async () => {
    await database.withTransaction((tx) => tx.save(aThing({ ownerName: '0' })));
    const count = () =>
      database.withTransaction(async (tx) => {
        const thing = await tx.lock(Thing, { id: first });
        thing.ownerName = String(Number(thing.ownerName) + 1);
        await tx.save(thing);
      });
    await Promise.all(Array.from({ length: 8 }, count));
    const thing = await database.read.findOneByOrFail(Thing, { id: first });
    expect(thing).toMatchObject({ ownerName: '8', version: 9 });
  });

  it('never writes over a row that another stored since one looked for it', async () => {
    const create = database.withTransaction(async (tx) => {
      expect(await tx.lockIfPresent(Thing, { id: first })).toBeNull();
      await database.withTransaction((other) => other.save(aThing({ ownerName: '王大爷' })));
      await tx.save(aThing({ ownerName: '李大妈' }));
      tx.emit(event(1));
    });
    expect(isUniqueViolation(await create.catch((error: unknown) => error), 'things_pkey')).toBe(true);
    expect(await database.read.findOneByOrFail(Thing, { id: first })).toMatchObject({
      ownerName: '王大爷',
      version: 1,
    });
    expect(await published()).toEqual([]);
  });

  it('changes a row that was new a moment ago, and one that a query of its own loaded', async () => {
    await database.withTransaction(async (tx) => {
      const thing = await tx.save(aThing({ ownerName: '1' }));
      expect(thing.version).toBe(1);
      await tx.save(Object.assign(thing, { ownerName: '2' }));
    });
    await database.withTransaction(async (tx) => {
      for (const thing of await tx.manager.createQueryBuilder(Thing, 'thing').getMany()) {
        await tx.save(Object.assign(thing, { ownerName: '3' }));
      }
    });
    expect(await database.read.findOneByOrFail(Thing, { id: first })).toMatchObject({ ownerName: '3', version: 3 });
  });

  it('says what is missing by its table', async () => {
    await database.withTransaction((tx) => tx.save(aThing()));
    await expect(
      database.withTransaction((tx) => tx.lock(Thing, { id: first, communityId: 'dongshan' })),
    ).rejects.toEqual(new RowNotFoundError('things'));
    await expect(
      database.withTransaction((tx) => tx.get(Thing, { id: first, communityId: 'dongshan' })),
    ).rejects.toEqual(new RowNotFoundError('things'));
    await expect(database.withTransaction((tx) => tx.get(Thing, { id: first }))).resolves.toMatchObject({ version: 1 });
    await expect(
      database.withTransaction((tx) => tx.lockIfPresent(Thing, { id: first, communityId: 'dongshan' })),
    ).resolves.toBeNull();
  });

  it('keeps instants to the millisecond, and personal data only encrypted', async () => {
    const seenAt = Temporal.Instant.from('2026-11-23T09:00:00.123+08:00');
    await database.withTransaction((tx) => tx.save(tx.create(Thing, aThing({ seenAt, ownerName: '王大爷 🏠' }))));
    const thing = await database.read.findOneByOrFail(Thing, { id: first });
    expect(thing.ownerName).toBe('王大爷 🏠');
    expect(thing.seenAt?.toString()).toBe('2026-11-23T01:00:00.123Z');
    const [row] = await source.query<{ owner_name: string }[]>('SELECT owner_name FROM things');
    expect(row?.owner_name).toMatch(/^v1\.aesgcm256\./);
  });

  it('tells a unique violation by its constraint', async () => {
    await database.withTransaction((tx) => tx.query('INSERT INTO things VALUES ($1, 1, $2)', [first, 'xishan']));
    const again = database.withTransaction((tx) =>
      tx.query('INSERT INTO things VALUES ($1, 1, $2)', [first, 'xishan']),
    );
    const error: unknown = await again.catch((reason: unknown) => reason);
    expect(isUniqueViolation(error, 'things_pkey')).toBe(true);
  });

  it('is never taken for committed when its connection is cut before the commit', async () => {
    for (const queries of [0, 1, 5]) {
      const cut = database.withTransaction(async (tx) => {
        const [{ pid } = { pid: 0 }] = await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
        await tx.save(aThing());
        await source.query('SELECT pg_terminate_backend($1)', [pid]);
        for (let n = 0; n < queries; n++) await source.query('SELECT 1');
      });
      await expect(cut).rejects.toBeInstanceOf(DatabaseUnavailableError);
      expect(await database.read.count(Thing)).toBe(0);
    }
  });

  it('does not end the process when a connection breaks in the very moment in which it is handed over', async () => {
    const { master: pool } = database.dataSource.driver as unknown as { master: pg.Pool };
    const breakAtOnce = (): Promise<void> =>
      new Promise((resolve) => {
        pool.connect((_, client, release) => {
          // What pg does for a server's last words while no query runs; unheard, it throws.
          expect(client?.emit('error', new Error('terminating connection due to unexpected postmaster exit'))).toBe(
            true,
          );
          release(true);
          resolve();
        });
      });
    await breakAtOnce();
    await expect(database.read.query('SELECT 1 AS one')).resolves.toEqual([{ one: 1 }]);
  });

  it('says that it is away when its connection is cut in the middle, whenever that is noticed, and is back with the next', async () => {
    for (const queries of [0, 1, 2, 5]) {
      const cut = database.withTransaction(async (tx) => {
        const [{ pid } = { pid: 0 }] = await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
        await source.query('SELECT pg_terminate_backend($1)', [pid]);
        for (let n = 0; n < queries; n++) await source.query('SELECT 1');
        await tx.query('SELECT 1');
      });
      await expect(cut).rejects.toBeInstanceOf(DatabaseUnavailableError);
    }
    await expect(database.withTransaction((tx) => tx.query('SELECT 1 AS one'))).resolves.toEqual([{ one: 1 }]);
  });
});
