import { Injectable } from '@nestjs/common';
import { isStaff, type Caller } from '@huying/auth';
import { Database, isUniqueViolation, type Tx } from '@huying/database';
import { v7 as uuidv7 } from 'uuid';
import { enterGroups, groupsOfOne, knownGroups } from '../../groups/memberships.js';
import { PERSON_ID } from '../person-id.js';
import { profileOf, type RegisterVolunteerDto } from '../profile.dto.js';
import { oneAtATime, recognise, volunteersByPhone } from '../same-person.js';
import { Today } from '../today.js';
import { comeBack, ensureErased, forgetErased } from '../../erasures/erased-volunteers.js';
import { register } from '../volunteer.js';
import { Volunteer } from '../volunteer.entity.js';
import { carryOut, enterHistory } from '../volunteer-records.js';
import { volunteerProblems } from '../volunteers.problems.js';
import { volunteerView, type VolunteerView } from '../volunteer.view.js';

@Injectable()
export class RegisterVolunteerHandler {
  constructor(
    private readonly db: Database,
    private readonly today: Today,
  ) {}

  async handle(wish: RegisterVolunteerDto, by: Caller): Promise<VolunteerView> {
    const accountId = accountOf(wish, by);
    try {
      return await this.db.withTransaction((tx) => this.register(tx, wish, accountId, by));
    } catch (error) {
      // Two registrations of one account at once: the primary key lets one through.
      if (isUniqueViolation(error, 'volunteers_pkey')) throw volunteerProblems.alreadyRegistered();
      throw error;
    }
  }

  private async register(tx: Tx, wish: RegisterVolunteerDto, accountId: string | undefined, by: Caller) {
    const deed = this.today.deedOf(by);
    const { communityId } = by;
    const before = accountId
      ? await tx.lockIfPresent(Volunteer, { communityId, id: accountId })
      : await this.findByPhone(tx, wish, communityId);
    const from = before?.state;
    const id = before?.id ?? accountId ?? uuidv7();
    const volunteer = before ?? new Volunteer();
    const erased = before ? undefined : ensureErased((await comeBack(tx, communityId, [id])).get(id));
    await forgetErased(tx, communityId, [id]);
    await carryOut(
      tx,
      volunteer,
      register(before ?? erased ?? null, { id, communityId, profile: profileOf(wish), ...deed }),
    );
    if (from) await enterHistory(tx, volunteer, from, { by: deed.by, reason: 'registered-again', at: deed.now });
    const groupIds = wish.groupIds ?? [];
    if ((await knownGroups(tx.manager, communityId, groupIds)).size < groupIds.length) {
      throw volunteerProblems.unknownGroup();
    }
    const entries = groupIds.map((groupId) => ({ volunteerId: id, groupId: groupId.toLowerCase() }));
    await enterGroups(tx, communityId, entries, deed.now);
    return volunteerView(volunteer, await groupsOfOne(tx.manager, volunteer));
  }

  private async findByPhone(tx: Tx, { phone, name }: RegisterVolunteerDto, communityId: string) {
    await oneAtATime(tx, communityId);
    return recognise((await volunteersByPhone(tx, communityId, [phone])).get(phone) ?? [], name) ?? null;
  }
}

/** The account that is to be a volunteer; undefined when staff register somebody without one. */
function accountOf(wish: RegisterVolunteerDto, by: Caller): string | undefined {
  if (isStaff(by)) return wish.id;
  if (wish.id !== undefined && wish.id !== by.personId) throw volunteerProblems.idForStaff();
  if (!PERSON_ID.test(by.personId)) throw volunteerProblems.subjectUnfit();
  return by.personId;
}
