import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, RowNotFoundError } from '@huying/database';
import type { DrawResult } from '../draw.js';
import type { DrawView } from './draw.view.js';

@Injectable()
export class ShowDrawHandler {
  constructor(private readonly database: Database) {}

  async handle(needId: string, { communityId }: Caller): Promise<DrawView> {
    const [draw] = await this.database.read.query<{ commitment: string; result: DrawResult | null; drawn: boolean }[]>(
      `SELECT d.commitment, d.result, n.phase = 'drawn' AS drawn FROM draws d
       JOIN pool_needs n ON n.id = d.need_id AND n.publication = d.publication WHERE n.id = $1 AND n.pool = $2`,
      [needId, communityId],
    );
    if (!draw) throw new RowNotFoundError('draws');
    // What is stored a moment before it is carried out is nobody's business yet.
    const { seed = null, applicants = [], order = [] } = (draw.drawn && draw.result) || {};
    return { needId, commitment: draw.commitment, seed, applicants, order };
  }
}
