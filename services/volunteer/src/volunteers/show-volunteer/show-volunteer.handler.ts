import { Injectable, Logger } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ensureMay, type Caller } from '@huying/auth';
import { Database, decrypt, RowNotFoundError } from '@huying/database';
import { groupsOfOne } from '../../groups/memberships.js';
import { Volunteer, volunteerStates, type VolunteerStanding } from '../volunteer.entity.js';
import { volunteerView, type VolunteerView } from '../volunteer.view.js';

export class VolunteerTransitionView {
  @ApiProperty({ enum: volunteerStates })
  from!: VolunteerStanding;

  @ApiProperty({ enum: volunteerStates })
  to!: VolunteerStanding;

  @ApiProperty()
  by!: string;

  @ApiProperty()
  reason!: string;

  @ApiProperty({ format: 'date-time' })
  at!: string;
}

export class VolunteerHistoryView {
  @ApiProperty({ type: [VolunteerTransitionView] })
  items!: VolunteerTransitionView[];
}

@Injectable()
export class ShowVolunteerHandler {
  private readonly logger = new Logger('volunteers');

  constructor(private readonly db: Database) {}

  async handle(id: string, by: Caller): Promise<VolunteerView> {
    const volunteer = await this.find(id, by);
    ensureMay(by, 'read', 'volunteer', volunteer);
    if (by.personId !== id) this.logger.log({ volunteerId: id, readBy: by.personId }, 'A volunteer was looked up.');
    return volunteerView(volunteer, await groupsOfOne(this.db.read, volunteer));
  }

  async history(id: string, by: Caller): Promise<VolunteerHistoryView> {
    await this.find(id, by);
    const rows = await this.db.read.query<VolunteerTransitionView[]>(
      `SELECT from_state AS "from", to_state AS "to", changed_by AS "by", reason, changed_at AS "at"
       FROM volunteer_history WHERE community_id = $1 AND volunteer_id = $2 ORDER BY position`,
      [by.communityId, id],
    );
    return { items: rows.map((row) => ({ ...row, reason: decrypt(row.reason) })) };
  }

  private async find(id: string, { communityId }: Caller): Promise<Volunteer> {
    const volunteer = await this.db.read.findOneBy(Volunteer, { communityId, id });
    if (!volunteer) throw new RowNotFoundError('volunteers');
    return volunteer;
  }
}
