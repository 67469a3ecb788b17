import { create } from '@bufbuild/protobuf';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { CommonProblemFoundSchema, toTimestamp } from '@huying/contracts';
import { Database, type Tx } from '@huying/database';
import { Clock, CONFIGURATION, Timetable, type Configuration } from '@huying/http';
import { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import { CommonProblem } from '../common-problem.entity.js';

const SEARCH_LOCK = 5820431;

interface Found {
  readonly communityId: string;
  readonly catalogueItemCode: string;
  readonly callers: number;
  readonly firstCalledAt: Date;
}

/**
 * Every ten seconds: what enough different callers have called about lately is a common problem. Who calls again counts once; a caller
 * whom nobody knows counts each time. An item that was found is not found again before as many days have passed.
 */
@Injectable()
export class FindCommonProblems implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly timetable: Timetable,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  onModuleInit(): void {
    this.timetable.add({ name: 'find-common-problems', everySeconds: 10, run: () => this.run() });
  }

  run(): Promise<void> {
    return this.db.withTransaction(async (tx) => {
      // Two at once would both find the same.
      await tx.query('SELECT pg_advisory_xact_lock($1)', [SEARCH_LOCK]);
      for (const found of await this.search(tx)) await this.enter(tx, found);
    });
  }

  private search(tx: Tx): Promise<Found[]> {
    const { COMMON_PROBLEM_CALLERS: least, COMMON_PROBLEM_DAYS: days } = this.configuration;
    const since = this.clock.now().subtract({ hours: days * 24 });
    return tx.query<Found>(
      `SELECT * FROM (
         SELECT community_id AS "communityId", accepted_code AS "catalogueItemCode",
           count(DISTINCT coalesce(caller_id, caller_phone_index, id::text))::int AS callers,
           min(received_at) AS "firstCalledAt"
         FROM calls WHERE accepted_code IS NOT NULL AND received_at > $1
         GROUP BY community_id, accepted_code) items
       WHERE callers >= $2 AND NOT EXISTS (
         SELECT FROM common_problems WHERE community_id = "communityId"
           AND catalogue_item_code = "catalogueItemCode" AND found_at > $1)`,
      [since.toString(), least],
    );
  }

  private async enter(tx: Tx, { firstCalledAt: first, ...found }: Found): Promise<void> {
    const [foundAt, firstCalledAt] = [this.clock.now(), Temporal.Instant.fromEpochMilliseconds(first.getTime())];
    const one = tx.create(CommonProblem, { id: uuidv7(), ...found, firstCalledAt, foundAt, consultationId: null });
    await tx.save(one);
    const { id: commonProblemId, communityId, catalogueItemCode, callers } = one;
    tx.emit(
      create(CommonProblemFoundSchema, {
        ...{ commonProblemId, communityId, catalogueItemCode, callers },
        ...{ firstCalledAt: toTimestamp(firstCalledAt), foundAt: toTimestamp(foundAt) },
      }),
    );
  }
}
