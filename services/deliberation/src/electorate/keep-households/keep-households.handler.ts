import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, type Tx } from '@huying/database';
import { CommunityTime, keysetPage, type Page, type PageQuery } from '@huying/http';
import { In } from 'typeorm';
import { ensureSound, newHousehold, refusing } from '../enter-home.js';
import { Household, HouseholdAccount } from '../household.entity.js';
import type { HouseholdAccountsDto, HouseholdDto, HouseholdView } from './keep-households.controller.js';

@Injectable()
export class KeepHouseholdsHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  async list(page: PageQuery, { communityId }: Caller): Promise<Page<HouseholdView>> {
    const found = this.db.read
      .createQueryBuilder(Household, 'one')
      .where('one.communityId = :communityId', { communityId });
    const { items, nextCursor } = await keysetPage(found, 'one', { by: 'enteredAt', direction: 'ASC' }, page);
    const accounts = await this.db.read.findBy(HouseholdAccount, { householdId: In(items.map(({ id }) => id)) });
    const accountsOf = (id: string) => accounts.filter((one) => one.householdId === id).map((one) => one.accountId);
    return { items: items.map((one) => householdView(one, accountsOf(one.id))), nextCursor };
  }

  enter(home: HouseholdDto, { communityId }: Caller): Promise<HouseholdView> {
    const wish = newHousehold(home, communityId, this.time.now());
    ensureSound(wish);
    return refusing(
      this.db.withTransaction(async (tx) => {
        const household = tx.create(Household, wish.household);
        await tx.save(household);
        return assignAccounts(tx, household, wish.accountIds);
      }),
    );
  }

  assign(id: string, { accountIds }: HouseholdAccountsDto, { communityId }: Caller): Promise<HouseholdView> {
    return refusing(
      this.db.withTransaction(async (tx) => {
        const household = await tx.lock(Household, { id, communityId });
        await tx.query('DELETE FROM household_accounts WHERE household_id = $1', [id]);
        return assignAccounts(tx, household, accountIds);
      }),
    );
  }
}

type Entered = Omit<Household, 'version'>;

async function assignAccounts(tx: Tx, household: Entered, accountIds: readonly string[]): Promise<HouseholdView> {
  await tx.query(
    'INSERT INTO household_accounts (community_id, account_id, household_id) SELECT $1, unnest($2::text[]), $3',
    [household.communityId, accountIds, household.id],
  );
  return householdView(household, accountIds);
}

const householdView = (one: Entered, accountIds: readonly string[]): HouseholdView => {
  const { id, estate, building, stairwell, door, tenure, area } = one;
  return { id, estate, building, stairwell, door, tenure, area, accountIds: [...accountIds].sort() };
};
