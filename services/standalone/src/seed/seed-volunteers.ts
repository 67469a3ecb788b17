import { StandaloneError } from '../errors.js';
import type { Api } from './api.js';
import { groups } from './community.js';
import type { GeneratedVolunteer } from './people.js';

/** The volunteer groups, formed unless they are there. Returns their ids by name. */
export async function seedGroups(staff: Api): Promise<Map<string, string>> {
  const there = await staff.list<{ id: string; name: string }>('/v1/groups');
  const ids = new Map(there.map(({ id, name }) => [name, id]));
  for (const group of groups) {
    if (ids.has(group.name)) continue;
    const { id } = await staff.post<{ id: string }>('/v1/groups', group);
    ids.set(group.name, id);
  }
  return ids;
}

/** What an import has done so far. */
export interface Imported {
  readonly registered: number;
  readonly unchanged: number;
}

interface ReportLine {
  readonly status?: 'registered' | 'unchanged' | 'refused';
  readonly line?: number;
  readonly code?: string;
  readonly complete?: boolean;
}

/**
 * Imports generated volunteers as one stream; those who are there already stay as they are.
 * @throws StandaloneError `seed-refused` if a line was refused or the import broke off
 */
export async function seedVolunteers(
  staff: Api,
  volunteers: Iterable<GeneratedVolunteer>,
  { onProgress, signal }: { onProgress?: (imported: Imported) => void; signal?: AbortSignal } = {},
): Promise<Imported> {
  const imported = { registered: 0, unchanged: 0 };
  let complete = false;
  let refused: ReportLine | undefined;
  const hear = (text: string) => {
    const report = JSON.parse(text) as ReportLine;
    complete ||= report.complete === true;
    if (report.status === 'refused') refused ??= report;
    else if (report.status) {
      imported[report.status] += 1;
      onProgress?.(imported);
    }
  };
  await staff.stream('/v1/volunteers/import', volunteers, hear, signal);
  if (refused) {
    throw new StandaloneError('seed-refused', `Volunteer ${refused.line} of the seed was refused: ${refused.code}.`);
  }
  if (!complete) throw new StandaloneError('seed-refused', 'The import of volunteers broke off.');
  return imported;
}
