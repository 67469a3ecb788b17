import { create } from '@bufbuild/protobuf';
import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { GroupFormedSchema, toTimestamp } from '@huying/contracts';
import { Database, isUniqueViolation } from '@huying/database';
import { Clock } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';
import { Group } from '../group.entity.js';
import { groupProblems } from '../groups.problems.js';
import { groupView, type GroupView } from '../group.view.js';
import type { FormGroupDto } from './form-group.controller.js';

@Injectable()
export class FormGroupHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  async handle({ name, description = '' }: FormGroupDto, { communityId, personId }: Caller): Promise<GroupView> {
    const formedAt = this.clock.now();
    const group = Object.assign(new Group(), {
      id: uuidv7(),
      communityId,
      name: name.normalize('NFC').trim(),
      description,
      formedBy: personId,
      formedAt,
    });
    try {
      return await this.db.withTransaction(async (tx) => {
        await tx.save(group);
        tx.emit(
          create(GroupFormedSchema, {
            groupId: group.id,
            communityId,
            name: group.name,
            formedAt: toTimestamp(formedAt),
          }),
        );
        return groupView(group, 0);
      });
    } catch (error) {
      if (isUniqueViolation(error, 'volunteer_groups_name')) throw groupProblems.nameTaken();
      throw error;
    }
  }
}
