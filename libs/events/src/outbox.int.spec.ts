import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TransactionalOutbox } from './outbox.js';
import { needFilled, TestBed, type TestService } from './test-support.js';

interface Line {
  readonly position: string;
  readonly key: string;
}

/** Some transactions at a time: which needs each emits for, and how long it stays open before and after it has written them. */
const schedules = fc.array(
  fc.record({
    needs: fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 4 }),
    before: fc.integer({ min: 0, max: 15 }),
    after: fc.integer({ min: 0, max: 25 }),
    commits: fc.boolean(),
  }),
  { minLength: 2, maxLength: 12 },
);

const milliseconds = (time: number) => new Promise((resolve) => setTimeout(resolve, time));

describe('the outbox', () => {
  const bed = new TestBed();
  const outbox = new TransactionalOutbox({ service: 'request' });
  let request: TestService;

  beforeAll(async () => {
    request = await bed.service('request', { poolSize: 15 });
  });
  afterAll(() => bed.close());

  it('never shows an event behind a later one of the same key, whatever the order of the commits', async () => {
    await fc.assert(
      fc.asyncProperty(schedules, async (transactions) => {
        await request.dataSource.query('TRUNCATE outbox');
        let open = true;
        const watching = watch(() => open);
        await Promise.all(
          transactions.map(async ({ needs, before, after, commits }) => {
            await request.dataSource
              .transaction(async (manager) => {
                await milliseconds(before);
                await outbox.append(
                  manager,
                  needs.map((need) => needFilled(need, 1)),
                );
                await milliseconds(after);
                if (!commits) throw new Error('rolled back');
              })
              .catch((error: Error) => expect(error.message).toBe('rolled back'));
          }),
        );
        open = false;
        await watching;
      }),
      { numRuns: 25 },
    );
  });

  /** Looks at the committed lines again and again: none may turn up before one that was already seen. */
  async function watch(open: () => boolean): Promise<void> {
    const last = new Map<string, bigint>();
    const seen = new Set<string>();
    let again = true;
    while (again) {
      again = open();
      const lines: Line[] = await request.dataSource.query('SELECT position, key FROM outbox ORDER BY position');
      for (const { position, key } of lines) {
        if (seen.has(position)) continue;
        expect(BigInt(position)).toBeGreaterThan(last.get(key) ?? 0n);
        seen.add(position);
        last.set(key, BigInt(position));
      }
    }
  }

  it('keeps the order in which a transaction emits', async () => {
    await request.dataSource.query('TRUNCATE outbox');
    await request.database.withTransaction((tx) => {
      for (let place = 1; place <= 500; place += 1) tx.emit(needFilled(`need-${place % 7}`, place));
      return Promise.resolve();
    });
    const rows: { value: string }[] = await request.dataSource.query('SELECT value FROM outbox ORDER BY position');
    expect(rows.map(({ value }) => (JSON.parse(value) as { places: number }).places)).toEqual(
      Array.from({ length: 500 }, (_, index) => index + 1),
    );
  });

  it('refuses an event without key or community, or one that Kafka would not take, and the transaction with it', async () => {
    const emit = (event: ReturnType<typeof needFilled>) =>
      request.database.withTransaction((tx) => {
        tx.emit(event);
        return Promise.resolve();
      });
    await expect(emit(needFilled('', 1))).rejects.toThrow('not an event of the published language');
    await expect(emit({ ...needFilled('n', 1), communityId: '' })).rejects.toThrow('communityId');
    await expect(emit(needFilled('n'.repeat(1_000_000), 1))).rejects.toMatchObject({ code: 'event-too-large' });
  });
});
