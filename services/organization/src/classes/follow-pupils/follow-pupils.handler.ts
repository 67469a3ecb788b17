import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ForbiddenError, isStaff, type Caller } from '@huying/auth';
import { Database, isUniqueViolation, RowNotFoundError } from '@huying/database';
import { CommunityTime, EachOne, step, TIMETABLE } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';
import { Child, Enrolment, FormerPupil } from '../child.entity.js';
import { Term } from '../class.entity.js';
import { formerPupilProblems } from '../classes.problems.js';
import { followPupil, forgetPupil, formerPupilLife, inviteDayOf, invitePupil } from '../enrolment.js';
import type { FollowDto, FormerPupilView, ReturnView } from './follow-pupils.controller.js';

/** For the guardian, the pupil under the account that was named, and staff. */
const isTheirs = ({ guardianId, accountId }: FormerPupil, by: Caller): boolean =>
  guardianId === by.personId || accountId === by.personId || isStaff(by);
const pupilView = ({ id, state, termId, inviteOn }: FormerPupil): FormerPupilView => ({ id, state, termId, inviteOn });

@Injectable()
export class FollowPupilsHandler implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
    private readonly each: EachOne,
  ) {}

  /** Every hour: former pupils who have come to the age are invited. */
  onModuleInit(): void {
    this.each.add('invite-former-pupils', 3_600, {
      find: () =>
        this.db.read.query<{ id: string }[]>(
          `SELECT id FROM former_pupils WHERE state = 'followed' AND invite_on <= $1 ORDER BY invite_on LIMIT 1000`,
          [this.time.today()],
        ),
      carryOut: (id) => this.invite(id),
    });
  }

  async follow({ childId, termId, accountId, consent }: FollowDto, by: Caller): Promise<FormerPupilView> {
    const { communityId, personId: guardianId } = by;
    const deed = { by: guardianId, now: this.time.now() };
    try {
      return await this.db.withTransaction(async (tx) => {
        const child = await tx.get(Child, { id: childId, communityId, guardianId });
        const graduated = await tx.manager.existsBy(Enrolment, { childId, termId, state: 'graduated' });
        const pupil = tx.create(FormerPupil, {
          ...{ id: uuidv7(), communityId, state: 'followed', termId, childId, guardianId, accountId },
          inviteOn: inviteDayOf(child.birthDate, this.time.today()),
        });
        const followed = followPupil(pupil, { consent, graduated, now: deed.now });
        await step(tx, formerPupilLife, pupil, followed, deed);
        return pupilView(pupil);
      });
    } catch (error) {
      if (isUniqueViolation(error, 'former_pupils_once')) throw formerPupilProblems.already();
      throw error;
    }
  }

  async show(id: string, by: Caller): Promise<FormerPupilView> {
    const pupil = await this.db.read.findOneBy(FormerPupil, { id, communityId: by.communityId });
    if (!pupil || !isTheirs(pupil, by)) throw new RowNotFoundError('former_pupils');
    return pupilView(pupil);
  }

  forget(id: string, by: Caller): Promise<void> {
    const deed = { by: by.personId, now: this.time.now(), reason: 'consent-withdrawn' };
    return this.db.withTransaction(async (tx) => {
      const pupil = await tx.lock(FormerPupil, { id, communityId: by.communityId });
      if (!isTheirs(pupil, by)) throw new ForbiddenError('not-yours');
      const forgotten = forgetPupil(pupil, deed.now);
      await step(tx, formerPupilLife, Object.assign(pupil, { accountId: null }), forgotten, deed);
    });
  }

  async returns(termId: string, { communityId }: Caller): Promise<ReturnView> {
    const { read } = this.db;
    if (!(await read.existsBy(Term, { id: termId, communityId }))) throw new RowNotFoundError('terms');
    const [row] = await read.query<Omit<ReturnView, 'share'>[]>(
      `SELECT
         (SELECT count(DISTINCT child_id) FROM enrolments WHERE term_id = $1 AND state = 'graduated')::int AS graduated,
         count(*) FILTER (WHERE state <> 'forgotten')::int AS followed,
         count(*) FILTER (WHERE state IN ('invited', 'returned'))::int AS invited,
         count(*) FILTER (WHERE state = 'returned')::int AS returned
       FROM former_pupils WHERE term_id = $1`,
      [termId],
    );
    if (!row) throw new RowNotFoundError('terms');
    return { ...row, share: row.invited > 0 ? row.returned / row.invited : null };
  }

  private invite(id: string): Promise<void> {
    const now = this.time.now();
    return this.db.withTransaction(async (tx) => {
      const pupil = await tx.lock(FormerPupil, { id });
      const invited = invitePupil(pupil, { today: this.time.today(), now });
      if (invited) await step(tx, formerPupilLife, pupil, invited, { by: TIMETABLE, now, reason: 'old-enough' });
    });
  }
}
