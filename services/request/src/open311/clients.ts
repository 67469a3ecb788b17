import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '@huying/database';
import { ApiProperty } from '@nestjs/swagger';
import { Text } from '@huying/http';
import { IsNull } from 'typeorm';
import { Open311Client } from './open311.entities.js';
import { open311Problems } from './open311.problems.js';

/** What every request may say of itself. */
export class Jurisdiction {
  @Text({
    max: 100,
    required: false,
    example: 'xishan',
    description: 'The community. May be left out where there is one only, or an api_key says it',
  })
  jurisdiction_id?: string;

  @ApiProperty({ type: String, required: false, maxLength: 200, description: 'Required to send something' })
  @Text({ max: 200, required: false })
  api_key?: string;
}

export const digestOf = (key: string): string => createHash('sha256').update(key).digest('hex');

/** Clients by their keys, and the communities that have any: those are the jurisdictions. */
@Injectable()
export class Clients {
  constructor(private readonly db: Database) {}

  /** @throws open311-key-missing, open311-key-invalid */
  async sender({ api_key: key, jurisdiction_id: communityId }: Jurisdiction): Promise<Open311Client> {
    if (!key) throw open311Problems.keyMissing();
    const client = await this.db.read.findOneBy(Open311Client, { keyDigest: digestOf(key), revokedAt: IsNull() });
    if (!client || (communityId !== undefined && client.communityId !== communityId))
      throw open311Problems.keyInvalid();
    return client;
  }

  /**
   * The community that is asked for.
   * @throws open311-jurisdiction-missing, open311-jurisdiction-unknown, open311-key-invalid
   */
  async community(asked: Jurisdiction): Promise<string> {
    if (asked.api_key) return (await this.sender(asked)).communityId;
    const known = await this.db.read.query<{ community: string }[]>(
      `SELECT DISTINCT community_id AS community FROM open311_clients ORDER BY 1`,
    );
    const communities = known.map(({ community }) => community);
    const [only, another] = communities;
    if (asked.jurisdiction_id !== undefined) {
      if (!communities.includes(asked.jurisdiction_id)) throw open311Problems.jurisdictionUnknown();
      return asked.jurisdiction_id;
    }
    if (only === undefined || another !== undefined) throw open311Problems.jurisdictionMissing();
    return only;
  }
}

/** What `Clients.sender` refuses. */
export const senderRefusals = [open311Problems.keyMissing, open311Problems.keyInvalid] as const;

/** What `Clients.community` refuses. */
export const communityRefusals = [
  open311Problems.jurisdictionMissing,
  open311Problems.jurisdictionUnknown,
  open311Problems.keyInvalid,
] as const;
