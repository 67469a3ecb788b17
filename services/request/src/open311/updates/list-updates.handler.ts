import { Injectable } from '@nestjs/common';
import { Database } from '@huying/database';
import { Clock, CommunityTime, type Language } from '@huying/http';
import { Temporal } from 'temporal-polyfill';
import type { NeedState } from '../../needs/need.entity.js';
import type { Content } from '../document.js';
import { noteOf, statusOf } from '../status.js';
import { inZone } from '../time.js';
import { windowOf, type WindowQuery } from '../window.js';

const MOST = 1_000;

interface Row {
  readonly id: string;
  readonly report_id: string;
  readonly state: NeedState;
  readonly changed_at: Date;
}

const UPDATES = `
  SELECT h.id, r.id AS report_id, h.to_state AS state, h.changed_at
  FROM open311_reports r JOIN calls c ON c.id = r.id JOIN need_history h ON h.need_id = c.need_id
  WHERE r.community_id = $1 AND h.changed_at BETWEEN $2 AND $3 ORDER BY h.changed_at, h.id, r.id LIMIT ${MOST}`;

/** Every step of the needs that reports became; what clients tell is not passed on. */
@Injectable()
export class ListUpdatesHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly time: CommunityTime,
  ) {}

  /** @throws open311-window-too-long, open311-window-backwards */
  async handle(community: string, query: WindowQuery, language: Language): Promise<Content[]> {
    const { from, to } = windowOf(query, this.clock.now());
    const rows = await this.db.read.query<Row[]>(UPDATES, [community, from.toString(), to.toString()]);
    return rows.map(({ id, report_id, state, changed_at }) => ({
      update_id: id,
      service_request_id: report_id,
      status: statusOf(state),
      updated_datetime: inZone(Temporal.Instant.fromEpochMilliseconds(changed_at.getTime()), this.time.zone),
      description: noteOf(state, language),
      media_url: null,
    }));
  }
}
