import { ApiProperty } from '@nestjs/swagger';
import { shown } from '@huying/http';
import type { EntityManager } from 'typeorm';
import type { Group } from './group.entity.js';

/** A volunteer group as the API shows it. */
export class GroupView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ example: '西山红帮帮团' })
  name!: string;

  @ApiProperty()
  description!: string;

  @ApiProperty({ description: 'How many volunteers are in it' })
  members!: number;

  @ApiProperty({ format: 'date-time' })
  formedAt!: string;
}

/** Groups for the API. */
export function groupView(group: Group, members: number): GroupView {
  const { id, name, description, formedAt } = group;
  return { id, name, description, members, formedAt: shown(formedAt) };
}

/** How many volunteers are in each of these groups. Empty groups are not in it. */
export async function membersOf(manager: EntityManager, groupIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await manager.query<{ group_id: string; members: number }[]>(
    `SELECT group_id, count(*)::int AS members FROM group_members WHERE group_id = ANY($1) GROUP BY group_id`,
    [groupIds],
  );
  return new Map(rows.map(({ group_id, members }) => [group_id, members]));
}
