import { Injectable } from '@nestjs/common';
import { roundedPlace } from '@huying/contracts';
import { Database, decrypt } from '@huying/database';
import { Clock, CommunityTime, type Language } from '@huying/http';
import { Temporal } from 'temporal-polyfill';
import { Catalogue } from '../../../catalogue/catalogue.js';
import type { Content } from '../../document.js';
import { open311Problems } from '../../open311.problems.js';
import { GENERAL, serviceName } from '../../services/services.js';
import { closedStates, noteOf, statusOf, type Progress, type Status } from '../../status.js';
import { inZone } from '../../time.js';
import { detailsOf } from '../report-details.js';

/** GET Service Requests: "the first 1000 requests". */
export const MOST_REPORTS = 1_000;

/** Which reports; ids override all else. */
export interface Wanted {
  readonly ids?: readonly string[];
  readonly codes?: readonly string[];
  readonly statuses?: readonly Status[];
  readonly window?: { readonly from: Temporal.Instant; readonly to: Temporal.Instant };
}

interface Row {
  readonly id: string;
  readonly details: string;
  readonly received_at: Date;
  readonly code: string | null;
  readonly progress: Progress;
  readonly title: string | null;
  readonly organiser: string | null;
  readonly due_at: Date | null;
  readonly changed_at: Date | null;
}

const REPORTS = `
  SELECT r.id, r.details, r.received_at, coalesce(n.catalogue_item_code, c.accepted_code) AS code,
    coalesce(n.state, 'received') AS progress, CASE WHEN n.publication > 0 THEN n.title END AS title, n.organiser, n.due_at,
    (SELECT max(h.changed_at) FROM need_history h WHERE h.need_id = n.id) AS changed_at
  FROM open311_reports r JOIN calls c ON c.id = r.id LEFT JOIN needs n ON n.id = c.need_id
  WHERE r.community_id = $1
    AND ($2::uuid[] IS NULL OR r.id = ANY ($2))
    AND ($3::text[] IS NULL OR coalesce(n.catalogue_item_code, c.accepted_code, '${GENERAL}') = ANY ($3))
    AND ($4::text[] IS NULL OR CASE WHEN coalesce(n.state, 'received') = ANY ($5) THEN 'closed' ELSE 'open' END = ANY ($4))
    AND ($6::timestamptz IS NULL OR r.received_at BETWEEN $6 AND $7)
  ORDER BY r.received_at DESC, r.id DESC LIMIT ${MOST_REPORTS}`;

const moment = (date: Date): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(date.getTime());

/** Reports as anybody may see them: what it is about and how far it is; not who, not the door, not what they wrote. */
@Injectable()
export class FindReports {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly time: CommunityTime,
    private readonly catalogue: Catalogue,
  ) {}

  now(): Temporal.Instant {
    return this.clock.now();
  }

  async handle(community: string, wanted: Wanted, language: Language): Promise<Content[]> {
    const rows = await this.db.read.query<Row[]>(REPORTS, [
      community,
      wanted.ids ?? null,
      wanted.codes ?? null,
      wanted.statuses ?? null,
      closedStates,
      wanted.window?.from.toString() ?? null,
      wanted.window?.to.toString() ?? null,
    ]);
    const items = new Map((await this.catalogue.all(community)).map((item) => [item.code, item]));
    return rows.map((row) => {
      const item = items.get(row.code ?? '');
      const { lat, long, address_string: address } = detailsOf({ details: decrypt(row.details) });
      const received = moment(row.received_at);
      const due = row.due_at ? moment(row.due_at) : item && received.add({ minutes: item.usualResponseMinutes });
      const at = (instant: Temporal.Instant) => inZone(instant, this.time.zone);
      return {
        service_request_id: row.id,
        status: statusOf(row.progress),
        status_notes: noteOf(row.progress, language),
        service_name: serviceName(item, language),
        service_code: row.code ?? GENERAL,
        description: row.title,
        agency_responsible: row.organiser ?? community,
        service_notice: null,
        requested_datetime: at(received),
        updated_datetime: at(row.changed_at ? moment(row.changed_at) : received),
        expected_datetime: due ? at(due) : null,
        address: (address && roundedPlace(address)) ?? null,
        address_id: null,
        zipcode: null,
        lat: lat === undefined ? null : roundedPlace(lat),
        long: long === undefined ? null : roundedPlace(long),
        media_url: null,
      };
    });
  }

  /** @throws open311-request-unknown */
  async one(community: string, id: string, language: Language): Promise<Content> {
    const [report] = isUuid(id) ? await this.handle(community, { ids: [id.toLowerCase()] }, language) : [];
    if (!report) throw open311Problems.requestUnknown();
    return report;
  }
}

/** Ids are ours; what does not look like one is none. */
export const isUuid = (id: string): boolean => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(id);
