import { RowNotFoundError, type Database } from '@huying/database';
import { ApiProperty } from '@nestjs/swagger';

/** The table of a service's histories, for its first migration. */
export const CREATE_HISTORY = `
      CREATE TABLE history (
        position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        community_id text NOT NULL,
        aggregate text NOT NULL,
        aggregate_id uuid NOT NULL,
        event text NOT NULL,
        from_state text NOT NULL,
        to_state text NOT NULL,
        changed_by text NOT NULL,
        reason text NOT NULL,
        changed_at timestamptz(3) NOT NULL
      );
      CREATE INDEX history_aggregate ON history (aggregate_id, position);`;

export class StepView {
  @ApiProperty({ description: 'The event, as the published language calls it' })
  event!: string;

  @ApiProperty()
  from!: string;

  @ApiProperty()
  to!: string;

  @ApiProperty()
  by!: string;

  @ApiProperty()
  reason!: string;

  @ApiProperty({ format: 'date-time' })
  at!: string;
}

export class StepsView {
  @ApiProperty({ type: [StepView], description: 'In the order in which they were made' })
  items!: StepView[];
}

/** Every step of what has that id: who, when and why. @throws RowNotFoundError if nothing in the community has it */
export async function historyOf(db: Database, id: string, communityId: string): Promise<StepsView> {
  const items = await db.read.query<StepView[]>(
    `SELECT event, from_state AS "from", to_state AS "to", changed_by AS "by", reason, changed_at AS "at"
     FROM history WHERE aggregate_id = $1 AND community_id = $2 ORDER BY position`,
    [id, communityId],
  );
  if (items.length === 0) throw new RowNotFoundError('history');
  return { items };
}
