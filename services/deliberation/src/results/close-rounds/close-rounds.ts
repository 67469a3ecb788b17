import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, type Tx } from '@huying/database';
import { Clock, EachOne, step, TIMETABLE } from '@huying/http';
import { unseal } from '../../ballots/cast.js';
import { rules } from '../../majorities/rules.js';
import { Round } from '../../rounds/round.entity.js';
import { closeRound, decisionOf, prioritiesOf, roundLife } from '../../rounds/round.js';
import { countBallots, type AreaSum } from '../count.js';
import { sumOfBlindings } from '../pedersen.js';

interface Boxed {
  readonly id: string;
  readonly choice: string[];
}

/**
 * Every ten seconds: closes what is over by the database's clock, counts it and decides. In the same transaction the links from the roll
 * to the box are destroyed and the ballots written anew in the order of their ids; whatever was voted, by whom nobody can tell.
 */
@Injectable()
export class CloseRounds implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly each: EachOne,
  ) {}

  onModuleInit(): void {
    this.each.add('close-rounds', 10, {
      find: () =>
        this.db.read.query<{ id: string }[]>(
          `SELECT id FROM rounds WHERE state = 'open' AND closes_at <= clock_timestamp() ORDER BY closes_at LIMIT 100`,
        ),
      carryOut: (id) => this.db.withTransaction((tx) => this.close(tx, id)),
    });
  }

  private async close(tx: Tx, id: string): Promise<void> {
    // Waits for every ballot that got in before.
    const round = await tx.lock(Round, { id });
    const [over] = await tx.query('SELECT 1 FROM rounds WHERE id = $1 AND closes_at <= clock_timestamp()', [id]);
    if (round.state !== 'open' || !over) return;
    const ballots = await tx.query<Boxed>('SELECT id, choice FROM box WHERE round_id = $1', [id]);
    const areaSums = rules[round.rule].byArea ? await sumAreas(tx, id, ballots) : [];
    const count = countBallots(
      round,
      ballots.map(({ choice }) => choice),
      areaSums,
    );
    await tx.query('INSERT INTO counted SELECT * FROM box WHERE round_id = $1 ORDER BY id', [id]);
    await tx.query('DELETE FROM box WHERE round_id = $1', [id]);
    await tx.query('UPDATE roll SET sealed = NULL WHERE round_id = $1', [id]);
    await tx.query('DELETE FROM paper_readings WHERE voter_id IN (SELECT id FROM voters WHERE round_id = $1)', [id]);
    round.published = count;
    const now = this.clock.now();
    await step(tx, roundLife, round, closeRound(round, ballots.length, now), { by: TIMETABLE, now });
    tx.emit(decisionOf(round, count, now));
    if (round.method !== 'yes-no') tx.emit(prioritiesOf(round, count, now));
  }
}

/** Area and blinding factors by choice, from the links that are destroyed afterwards. */
async function sumAreas(tx: Tx, roundId: string, ballots: readonly Boxed[]): Promise<AreaSum[]> {
  const links = await tx.query<{ sealed: string; area: string }>(
    'SELECT r.sealed, v.area FROM roll r JOIN voters v ON v.id = r.voter_id WHERE r.round_id = $1',
    [roundId],
  );
  const choiceOf = new Map(ballots.map(({ id, choice }) => [id, choice.join()]));
  const opened = links.map(({ sealed, area }) => {
    const { ballotId, blinding } = unseal(sealed);
    return { choice: choiceOf.get(ballotId), area: BigInt(area), blinding: BigInt(blinding) };
  });
  return [...new Set(choiceOf.values())].sort().map((choice) => {
    const same = opened.filter((one) => one.choice === choice);
    return {
      choice,
      area: same.reduce((sum, one) => sum + one.area, 0n).toString(),
      blinding: sumOfBlindings(same.map(({ blinding }) => blinding)).toString(),
    };
  });
}
