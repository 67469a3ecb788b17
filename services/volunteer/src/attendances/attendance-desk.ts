import { Injectable } from '@nestjs/common';
import { ensureMay, isStaff, type Caller } from '@huying/auth';
import { Database, RowNotFoundError, type Tx } from '@huying/database';
import { Clock } from '@huying/http';
import { Temporal } from 'temporal-polyfill';
import { KnownNeed } from '../needs/known-need.entity.js';
import { attendedNeeds, type AttendedNeed } from '../needs/attended-needs.js';
import { isCodeOf } from './attendance-code.js';
import { timeOf, type Deed } from './attendance.js';
import { Attendance } from './attendance.entity.js';
import { attendanceProblems } from './attendances.problems.js';

/** What somebody who comes or leaves tells. */
export interface Told {
  readonly code?: string;
  readonly at?: Temporal.Instant;
}

/** An attendance with what is known of its need. */
interface Found {
  readonly attendance: Attendance;
  readonly known: KnownNeed;
  readonly need: AttendedNeed;
}

/** Wrong codes that somebody may give in so many minutes; then they wait, or staff note them. */
const MOST_ATTEMPTS = 5;
const ATTEMPTS_MINUTES = 10;

/** What checking in and checking out have in common: whose attendance it is, whether the code is right, then the deed. */
@Injectable()
export class AttendanceDesk {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Does `work` with the attendance locked.
   * @throws not-found unless the place is held, not-yours, attendance-need-unknown, attendance-time-for-staff,
   * attendance-in-the-future, attendance-code-required, attendance-code-wrong, attendance-code-attempts-exceeded
   */
  async serve<Result>(
    claimId: string,
    told: Told,
    by: Caller,
    work: (tx: Tx, attendance: Attendance, need: AttendedNeed, deed: Deed) => Promise<Result>,
  ): Promise<Result> {
    const now = this.clock.now();
    const { attendance, known, need } = await this.find(claimId, by);
    const at = timeOf(told.at, { isStaff: isStaff(by), now });
    if (!isStaff(by)) await this.ensureCode(attendance, known, told.code, now);
    return this.db.withTransaction(async (tx) => {
      const locked = await tx.lock(Attendance, { id: claimId, communityId: by.communityId });
      if (locked.state === 'released') throw new RowNotFoundError('attendances');
      const result = await work(tx, locked, need, { window: need, at, method: isStaff(by) ? 'staff' : 'code' });
      await tx.query('UPDATE attendances SET code_attempts = 0 WHERE claim_id = $1', [claimId]);
      return result;
    });
  }

  /** The code is of the need, whatever is the publication; the times are of the one under which the place was held. */
  private async find(claimId: string, by: Caller): Promise<Found> {
    const attendance = await this.db.read.findOneBy(Attendance, { id: claimId, communityId: by.communityId });
    if (!attendance || attendance.state === 'released') throw new RowNotFoundError('attendances');
    ensureMay(by, 'record', 'attendance', attendance);
    const known = await this.db.read.findOneBy(KnownNeed, { needId: attendance.needId });
    const need = (await attendedNeeds(this.db.read, [attendance])).get(attendance.id);
    if (!known || !need) throw attendanceProblems.needUnknown();
    return { attendance, known, need };
  }

  /** Each attempt is counted before it is judged, so that many at once are not judged as one. */
  private async ensureCode(
    { id }: Attendance,
    { codeSecret }: KnownNeed,
    code: string | undefined,
    now: Temporal.Instant,
  ): Promise<void> {
    if (code === undefined) throw attendanceProblems.codeRequired();
    const since = now.subtract({ minutes: ATTEMPTS_MINUTES });
    // Not part of the deed's transaction: the count stays although the code is refused.
    const [rows] = await this.db.dataSource.query<[{ code_attempts: number }[], number]>(
      `UPDATE attendances SET
         code_attempts = CASE WHEN code_attempts = 0 OR code_attempts_since <= $2 THEN 1 ELSE code_attempts + 1 END,
         code_attempts_since = CASE WHEN code_attempts = 0 OR code_attempts_since <= $2 THEN $3 ELSE code_attempts_since END
       WHERE claim_id = $1 RETURNING code_attempts`,
      [id, since.toString(), now.toString()],
    );
    if ((rows[0]?.code_attempts ?? 0) > MOST_ATTEMPTS) {
      throw attendanceProblems.codeAttemptsExceeded({ minutes: ATTEMPTS_MINUTES });
    }
    if (!isCodeOf(codeSecret, code, now)) throw attendanceProblems.codeWrong();
  }
}
