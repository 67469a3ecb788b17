import { Injectable } from '@nestjs/common';
import { isStaff, type Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { partyProblems } from '../parties.problems.js';
import { Party } from '../party.entity.js';
import { partyView, type PartyView } from '../party.view.js';

@Injectable()
export class ShowPartyHandler {
  constructor(private readonly database: Database) {}

  async handle(id: string, by: Caller): Promise<PartyView> {
    const party = await this.database.read.findOneBy(Party, { id, pool: by.communityId });
    if (!party) throw partyProblems.unknown();
    const view = await partyView(this.database.read, party);
    const isMember = view.members.some(({ volunteerId }) => volunteerId === by.personId);
    if (!isMember && !isStaff(by)) throw partyProblems.unknown();
    return view;
  }
}
