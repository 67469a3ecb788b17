import type { Open311Report } from '../open311.entities.js';

/** What came with a report besides the call: kept encrypted, shown to staff. What was not sent is left out. */
export interface ReportDetails {
  readonly lat?: number;
  readonly long?: number;
  readonly address_string?: string;
  readonly address_id?: string;
  readonly email?: string;
  readonly device_id?: string;
  readonly account_id?: string;
  readonly media_url?: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export const detailsOf = ({ details }: Pick<Open311Report, 'details'>): ReportDetails =>
  JSON.parse(details) as ReportDetails;
