import { blindIndex, type Tx } from '@huying/database';
import { In } from 'typeorm';
import { Volunteer } from './volunteer.entity.js';
import { volunteerProblems } from './volunteers.problems.js';

const IMPORT_LOCK = 5_820_411;

/**
 * Makes those who register people without an account in one community do so one after the other, so that nobody is
 * entered twice at the same moment. Held until the commit.
 */
export async function oneAtATime(tx: Tx, communityId: string): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [IMPORT_LOCK, communityId]);
}

/** The volunteers of a community who have these telephones, by telephone. */
export async function volunteersByPhone(
  tx: Tx,
  communityId: string,
  phones: readonly string[],
): Promise<Map<string, Volunteer[]>> {
  if (phones.length === 0) return new Map();
  const found = await tx.manager.find(Volunteer, { where: { communityId, phoneIndex: In(phones.map(blindIndex)) } });
  const byPhone = new Map<string, Volunteer[]>();
  for (const volunteer of found) {
    byPhone.set(volunteer.phone, [...(byPhone.get(volunteer.phone) ?? []), volunteer]);
  }
  return byPhone;
}

const plain = (name: string): string => name.normalize('NFKC').replaceAll(/\s/gu, '').toLowerCase();

/**
 * Which of those with the same telephone somebody without an id is: the one with the same name.
 * @returns undefined if nobody has the telephone
 * @throws volunteer-phone-taken if only people of other names have it: whether they are one person, only staff can tell
 */
export function recognise<Known extends { name: string }>(known: readonly Known[], name: string): Known | undefined {
  const found = known.find((one) => plain(one.name) === plain(name));
  if (!found && known.length > 0) throw volunteerProblems.phoneTaken();
  return found;
}
