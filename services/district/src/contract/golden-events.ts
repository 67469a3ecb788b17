import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { fromJson, type JsonValue } from '@bufbuild/protobuf';
import { findEventType } from '@huying/contracts';
import { cloudEventView, type CloudEventView } from '../feed/cloud-event.view.js';
import { forDistrict } from '../feed/redact.js';
import { fittingTimes, idAt } from './fitting-times.js';

const directory = fileURLToPath(new URL('../../../../libs/contracts/golden/', import.meta.url));

interface Golden {
  readonly headers: Readonly<Record<string, string>>;
  readonly value: JsonValue;
}

/** An example of a published event, as a district sees it. */
export interface GoldenEvent {
  /** `huying.request.v1.NeedPublished`; of a later version of it, with the number behind. */
  readonly name: string;
  readonly event: CloudEventView;
}

/** Every example of an event for districts, without personal data as in the feed, in the order of their sequences. */
export async function goldenEvents(): Promise<GoldenEvent[]> {
  const files = (await readdir(directory)).filter((file) => file.endsWith('.json')).sort();
  const found: GoldenEvent[] = [];
  for (const file of files) {
    const { headers, value } = JSON.parse(await readFile(`${directory}${file}`, 'utf8')) as Golden;
    const type = findEventType(headers.ce_type ?? '');
    if (!type?.district) continue;
    const message = fromJson(type.schema, value, { ignoreUnknownFields: true });
    const { subject, data: told } = forDistrict(message, type, (personId) => `p-${personId.slice(-12)}`);
    const { time, data } = fittingTimes(type.name, headers.ce_time ?? '', told);
    const event = cloudEventView({
      ...{ sequence: String(found.length + 1), id: idAt(time, idOf(found.length)), type: type.name, subject, data },
      ...{ source: headers.ce_source ?? '', communityId: headers.ce_communityid ?? '', time, publishedAt: time },
    });
    found.push({ name: file.replace(/\.json$/, ''), event });
  }
  return found;
}

/** Versions of one type have the same id in their examples; events never have. */
const idOf = (index: number): string => `019df05a-6480-7000-8000-${index.toString(16).padStart(12, '0')}`;
