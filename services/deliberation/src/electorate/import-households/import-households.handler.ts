import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, type Tx } from '@huying/database';
import { CommunityTime, importLines, Problem, type Language, type LineOutcome, type ReadLine } from '@huying/http';
import { In } from 'typeorm';
import { knownOf, newHousehold, refusing, type KnownHomes, type NewHousehold } from '../enter-home.js';
import { Household, HouseholdAccount } from '../household.entity.js';
import { HouseholdDto } from '../keep-households/keep-households.controller.js';

type HouseholdLine = ReadLine<HouseholdDto>;

@Injectable()
export class ImportHouseholdsHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  /** Enters the households of an NDJSON stream and reports on each line. */
  handle(stream: AsyncIterable<Buffer>, by: Caller, language: Language): AsyncGenerator<string> {
    const store = (lines: readonly HouseholdLine[]) =>
      refusing(this.db.withTransaction((tx) => this.store(tx, lines, by)));
    return importLines(stream, { kind: HouseholdDto, store, language });
  }

  private async store(tx: Tx, lines: readonly HouseholdLine[], { communityId }: Caller): Promise<LineOutcome[]> {
    const now = this.time.now();
    const wishes = lines.map(({ number, dto }) => ({ number, ...newHousehold(dto, communityId, now) }));
    const known = await whatIsKnown(tx, communityId, wishes);
    const fresh: NewHousehold[] = [];
    const outcomes = wishes.map(({ number, ...wish }): LineOutcome => {
      try {
        const before = knownOf(wish, known);
        if (!before) fresh.push(wish);
        return { number, status: before ? 'unchanged' : 'registered', id: before?.id ?? wish.household.id };
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        return { number, status: 'refused', problem: error };
      }
    });
    await tx.manager.insert(
      Household,
      fresh.map(({ household }) => household),
    );
    const accounts = fresh.flatMap(({ household: { id }, accountIds }) =>
      accountIds.map((accountId) => ({ communityId, accountId, householdId: id })),
    );
    await tx.manager.insert(HouseholdAccount, accounts);
    return outcomes;
  }
}

async function whatIsKnown(tx: Tx, communityId: string, wishes: readonly NewHousehold[]): Promise<KnownHomes> {
  const homeKeys = wishes.map(({ household }) => household.homeKey);
  const accountIds = wishes.flatMap((wish) => wish.accountIds);
  const homes = await tx.manager.findBy(Household, { homeKey: In(homeKeys) });
  const accounts = await tx.manager.findBy(HouseholdAccount, { communityId, accountId: In(accountIds) });
  return {
    homes: new Map(homes.map((one) => [one.homeKey, one])),
    accounts: new Map(accounts.map(({ accountId, householdId }) => [accountId, householdId])),
  };
}
