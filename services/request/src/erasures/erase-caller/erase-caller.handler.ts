import { create } from '@bufbuild/protobuf';
import { Injectable, Logger } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { CallErasedSchema, toTimestamp } from '@huying/contracts';
import { blindIndex, Database, newId, type Tx } from '@huying/database';
import {
  beginErasure,
  Clock,
  enterAnswer,
  erasePerson,
  erasureReport,
  type ErasureReason,
  type PersonErasureView,
} from '@huying/http';
import { requestRetention } from '../../request-retention.js';
import { callerProblems } from '../erasures.problems.js';
import type { EraseCallerDto } from './erase-caller.controller.js';

const SERVICE = 'request';
/** Who keeps something of calls and the needs that came of them, and answers for each call. */
const ANSWERING = [SERVICE, 'volunteer', 'claim', 'mediation'];

interface KnownCall {
  id: string;
  needId: string | null;
}

@Injectable()
export class EraseCallerHandler {
  private readonly logger = new Logger('erasures');

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  handle({ reason, callerPhone, callId }: EraseCallerDto, by: Caller): Promise<PersonErasureView> {
    const { communityId } = by;
    if (!callerPhone === !callId) throw callerProblems.notNamed();
    return this.db.withTransaction(async (tx) => {
      const before = callId && (await erasureOfCall(tx, communityId, callId));
      if (before) return erasureReport(tx.manager, before, communityId);
      const calls = await callsOf(tx, communityId, callerPhone ? blindIndex(callerPhone) : null, callId ?? null);
      if (calls.length === 0) throw callerProblems.unknown();
      await ensureOver(tx, calls);
      const erasureId = await this.erase(tx, communityId, calls, reason);
      this.logger.log({ erasureId, calls: calls.length, requestedBy: by.personId }, 'A caller is erased.');
      return erasureReport(tx.manager, erasureId, communityId);
    });
  }

  private async erase(tx: Tx, communityId: string, calls: readonly KnownCall[], reason: ErasureReason) {
    const erasureId = newId();
    const now = this.clock.now();
    const ids = calls.map(({ id }) => id);
    await beginErasure(tx, {
      ...{ id: erasureId, communityId, subject: 'caller', reason, services: ANSWERING, calls: ids, at: now },
    });
    for (const { id: callId, needId } of calls) {
      const parts = await erasePerson(tx, requestRetention, { subject: 'call', communityId, id: callId }, now);
      await enterAnswer(tx, { erasureId, service: SERVICE, callId, parts, at: now });
      const told = { callId, communityId, needId: needId ?? '', erasureId, erasedAt: toTimestamp(now) };
      tx.emit(create(CallErasedSchema, told));
    }
    return erasureId;
  }
}

async function erasureOfCall(tx: Tx, communityId: string, callId: string): Promise<string | undefined> {
  const [row] = await tx.query<{ id: string }>(
    `SELECT id FROM person_erasures WHERE community_id = $1 AND $2 = ANY (calls)`,
    [communityId, callId],
  );
  return row?.id;
}

/** All calls of that telephone; or that call, and all of the same telephone or account. Locked, so that no need comes of them meanwhile. */
function callsOf(tx: Tx, communityId: string, index: string | null, callId: string | null): Promise<KnownCall[]> {
  return tx.query<KnownCall>(
    `SELECT c.id, c.need_id AS "needId" FROM calls c
     LEFT JOIN calls named ON named.id = $3 AND named.community_id = $1
     WHERE c.community_id = $1 AND c.erased_at IS NULL
       AND (c.caller_phone_index = $2 OR c.id = named.id OR c.caller_phone_index = named.caller_phone_index
            OR c.caller_id = named.caller_id)
     ORDER BY c.id FOR UPDATE OF c`,
    [communityId, index, callId],
  );
}

/** @throws caller-needs-open */
async function ensureOver(tx: Tx, calls: readonly KnownCall[]): Promise<void> {
  const open = await tx.query<{ id: string }>(
    `SELECT id FROM needs WHERE call_id = ANY ($1) AND state IN ('draft', 'published', 'filled', 'in-service') ORDER BY id`,
    [calls.map(({ id }) => id)],
  );
  if (open.length > 0) throw callerProblems.needsOpen({ needs: open.map(({ id }) => id).join(', ') });
}
