import type { VolunteerRegistered } from '@huying/contracts';
import { blindIndex, type Tx } from '@huying/database';
import { Problem, type LineOutcome, type ReadLine } from '@huying/http';
import { In } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';
import { v7 as uuidv7 } from 'uuid';
import { comeBack, ensureErased, forgetErased } from '../../erasures/erased-volunteers.js';
import { enterGroups, knownGroups } from '../../groups/memberships.js';
import { profileOf, type RegisterVolunteerDto } from '../profile.dto.js';
import { oneAtATime, recognise, volunteersByPhone } from '../same-person.js';
import { register, type Deed, type Outcome } from '../volunteer.js';
import { Volunteer } from '../volunteer.entity.js';
import { volunteerProblems } from '../volunteers.problems.js';

interface NewVolunteer {
  readonly number: number;
  readonly outcome: Outcome<VolunteerRegistered>;
  readonly id: string;
  readonly groupIds: readonly string[];
}

/** Those a batch already knows of: from the database, and from the lines before. */
interface Known {
  readonly byId: Set<string>;
  readonly byPhone: Map<string, { id: string; name: string }[]>;
  readonly groups: Set<string>;
  readonly erased: Awaited<ReturnType<typeof comeBack>>;
}

/**
 * Registers those of a batch who are not volunteers yet, with one statement for all of them. Somebody is known by their id,
 * or without one by telephone and name; who has left is known as well and is not brought back.
 */
export async function importBatch(
  tx: Tx,
  communityId: string,
  lines: readonly ReadLine<RegisterVolunteerDto>[],
  deed: Deed,
): Promise<LineOutcome[]> {
  const known = await whatIsKnown(tx, communityId, lines);
  const fresh: NewVolunteer[] = [];
  const outcomes = new Map<number, LineOutcome>();
  for (const { number, dto } of lines) {
    try {
      const before = dto.id
        ? known.byId.has(dto.id) && { id: dto.id }
        : recognise(known.byPhone.get(dto.phone) ?? [], dto.name);
      if (before) {
        outcomes.set(number, { number, status: 'unchanged', id: before.id });
        continue;
      }
      const groupIds = (dto.groupIds ?? []).map((id) => id.toLowerCase());
      if (groupIds.some((id) => !known.groups.has(id))) throw volunteerProblems.unknownGroup();
      const id = dto.id ?? uuidv7();
      const outcome = register(ensureErased(known.erased.get(id)) ?? null, {
        id,
        communityId,
        profile: profileOf(dto),
        ...deed,
      });
      fresh.push({ number, outcome, id, groupIds });
      known.byId.add(id);
      known.byPhone.set(dto.phone, [...(known.byPhone.get(dto.phone) ?? []), { id, name: dto.name }]);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      outcomes.set(number, { number, status: 'refused', problem: error });
    }
  }
  const stored = await store(tx, communityId, fresh, deed);
  await forgetErased(
    tx,
    communityId,
    fresh.map(({ id }) => id).filter((id) => known.erased.has(id)),
  );
  for (const { number, id } of fresh) {
    outcomes.set(number, { number, status: stored.has(id) ? 'registered' : 'unchanged', id });
  }
  return lines.flatMap(({ number }) => outcomes.get(number) ?? []);
}

async function whatIsKnown(
  tx: Tx,
  communityId: string,
  lines: readonly ReadLine<RegisterVolunteerDto>[],
): Promise<Known> {
  const ids = lines.flatMap(({ dto }) => dto.id ?? []);
  const phones = lines.filter(({ dto }) => !dto.id).map(({ dto }) => dto.phone);
  const groupIds = [...new Set(lines.flatMap(({ dto }) => dto.groupIds ?? []))];
  if (phones.length > 0) await oneAtATime(tx, communityId);
  const found = await tx.manager.find(Volunteer, { select: { id: true }, where: { communityId, id: In(ids) } });
  return {
    byId: new Set(found.map(({ id }) => id)),
    byPhone: await volunteersByPhone(tx, communityId, phones),
    groups: await knownGroups(tx.manager, communityId, groupIds),
    erased: await comeBack(tx, communityId, ids),
  };
}

/** Returns the ids that were stored: one that registered themself at this very moment is not among them. */
async function store(tx: Tx, communityId: string, fresh: readonly NewVolunteer[], { now }: Deed): Promise<Set<string>> {
  if (fresh.length === 0) return new Set();
  const { columns } = tx.manager.connection.getMetadata(Volunteer);
  const rows = fresh.map(({ outcome: { changes } }) => {
    const volunteer: Partial<Volunteer> = { ...changes, phoneIndex: blindIndex(changes.phone ?? '') };
    return Object.fromEntries(columns.map((column) => [column.databaseName, storedValue(column, volunteer)]));
  });
  // One parameter for all rows: the query builder's 9,000 take several times as long.
  const inserted = await tx.query<{ id: string }>(
    `INSERT INTO volunteers SELECT * FROM jsonb_populate_recordset(NULL::volunteers, $1) ON CONFLICT DO NOTHING RETURNING id`,
    [JSON.stringify(rows)],
  );
  const stored = new Set(inserted.map(({ id }) => id));
  const registered = fresh.filter(({ id }) => stored.has(id));
  tx.emit(...registered.map(({ outcome }) => outcome.event));
  const entries = registered.flatMap(({ id, groupIds }) => groupIds.map((groupId) => ({ volunteerId: id, groupId })));
  await enterGroups(tx, communityId, entries, now);
  return stored;
}

/** A field as its column keeps it: encrypted where the entity says so. */
function storedValue({ propertyName, transformer }: ColumnMetadata, volunteer: Partial<Volunteer>): unknown {
  const value = volunteer[propertyName as keyof Volunteer];
  return transformer && !Array.isArray(transformer) ? (transformer.to(value) as unknown) : value;
}
