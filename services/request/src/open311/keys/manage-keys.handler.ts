import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { Clock, shown } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';
import { digestOf } from '../clients.js';
import { Open311Client } from '../open311.entities.js';
import { open311KeyProblems } from '../open311.problems.js';
import type { NewOpen311KeyView, Open311KeysView, Open311KeyView } from './manage-keys.controller.js';

/** Of one community, those that were revoked too. */
const MOST = 100;
const KEY_BYTES = 32;

const view = ({ id, name, madeAt, revokedAt }: Open311Client): Open311KeyView => ({
  ...{ id, name, madeAt: shown(madeAt), revokedAt: shown(revokedAt) },
});

@Injectable()
export class ManageKeysHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** @throws open311-key-too-many */
  make(name: string, { communityId, personId }: Caller): Promise<NewOpen311KeyView> {
    const key = randomBytes(KEY_BYTES).toString('base64url');
    return this.db.withTransaction(async (tx) => {
      if ((await tx.manager.countBy(Open311Client, { communityId })) >= MOST) {
        throw open311KeyProblems.tooMany({ most: MOST });
      }
      const client = tx.create(Open311Client, {
        ...{ id: uuidv7(), communityId, name, keyDigest: digestOf(key) },
        ...{ madeBy: personId, madeAt: this.clock.now(), revokedAt: null },
      });
      await tx.save(client);
      return { ...view(client), key };
    });
  }

  async list({ communityId }: Caller): Promise<Open311KeysView> {
    const order = { madeAt: 'ASC', id: 'ASC' } as const;
    return { items: (await this.db.read.find(Open311Client, { where: { communityId }, order })).map(view) };
  }

  revoke(id: string, { communityId }: Caller): Promise<void> {
    return this.db.withTransaction(async (tx) => {
      const client = await tx.lock(Open311Client, { id, communityId });
      client.revokedAt ??= this.clock.now();
      await tx.save(client);
    });
  }
}
