import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { blindIndex, Database, isUniqueViolation, type Tx } from '@huying/database';
import { CommunityTime, keysetPage, type Page, type PageQuery } from '@huying/http';
import { In } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { Household, HouseholdAccount } from '../household.entity.js';
import { householdProblems } from '../households.problems.js';
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

  enter({ accountIds, ...home }: HouseholdDto, { communityId }: Caller): Promise<HouseholdView> {
    const { building, door } = home;
    const [estate, stairwell, tenure] = [home.estate ?? '', home.stairwell ?? null, home.tenure ?? 'owner'];
    const [area, owners] = [home.area ?? 0, home.owners ?? []];
    if (tenure === 'tenant' && (area > 0 || owners.length > 0)) throw householdProblems.tenantOwns();
    const homeKey = blindIndex(JSON.stringify([communityId, estate, building, stairwell, door, tenure]));
    const ownerKeys = owners.map((owner) => blindIndex(JSON.stringify([communityId, 'owner', owner]))).sort();
    return refusing(
      this.db.withTransaction(async (tx) => {
        const household = tx.create(Household, {
          ...{ id: uuidv7(), communityId, estate, building, stairwell, door, homeKey, tenure, area, ownerKeys },
          enteredAt: this.time.now(),
        });
        await tx.save(household);
        return assignAccounts(tx, household, accountIds);
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

async function assignAccounts(tx: Tx, household: Household, accountIds: string[]): Promise<HouseholdView> {
  await tx.query(
    'INSERT INTO household_accounts (community_id, account_id, household_id) SELECT $1, unnest($2::text[]), $3',
    [household.communityId, accountIds, household.id],
  );
  return householdView(household, accountIds);
}

/** What the database does not let in twice. */
async function refusing(entered: Promise<HouseholdView>): Promise<HouseholdView> {
  try {
    return await entered;
  } catch (cause) {
    if (isUniqueViolation(cause, 'households_home')) throw householdProblems.enteredAlready({}, { cause });
    if (isUniqueViolation(cause, 'household_accounts_pkey')) throw householdProblems.accountTaken({}, { cause });
    throw cause;
  }
}

const householdView = (one: Household, accountIds: string[]): HouseholdView => {
  const { id, estate, building, stairwell, door, tenure, area } = one;
  return { id, estate, building, stairwell, door, tenure, area, accountIds: [...accountIds].sort() };
};
