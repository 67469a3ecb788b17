import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, type Tx } from '@huying/database';
import { Clock, EachOne, step, TIMETABLE } from '@huying/http';
import { unseal } from '../../ballots/cast.js';
import { rules } from '../../majorities/rules.js';
import { Round } from '../../rounds/round.entity.js';
import { closeRound, decisionOf, prioritiesOf, roundLife } from '../../rounds/round.js';
import { affecting, packed, type AffectedSum } from '../affected.js';
import { countBallots, namedBy, type AreaSum } from '../count.js';
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
    const byArea = rules[round.rule].byArea;
    const links = byArea || affecting(round.options).length > 0 ? await openLinks(tx, id, ballots) : [];
    const count = countBallots(
      round,
      ballots.map(({ choice }) => choice),
      byArea ? sumAreas(links) : [],
      sumAffected(round, links),
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

/** A ballot with what of its voter is counted, from the link that is destroyed afterwards. */
interface OpenedLink {
  readonly choice: readonly string[];
  readonly area: bigint;
  readonly affectedBy: readonly string[];
  readonly blinding: bigint;
}

async function openLinks(tx: Tx, roundId: string, ballots: readonly Boxed[]): Promise<OpenedLink[]> {
  const links = await tx.query<{ sealed: string; area: string; affectedBy: string[] }>(
    `SELECT r.sealed, v.area, v.affected_by AS "affectedBy" FROM roll r JOIN voters v ON v.id = r.voter_id
     WHERE r.round_id = $1`,
    [roundId],
  );
  const choiceOf = new Map(ballots.map(({ id, choice }) => [id, choice]));
  return links.map(({ sealed, area, affectedBy }) => {
    const { ballotId, blinding } = unseal(sealed);
    return { choice: choiceOf.get(ballotId) ?? [], area: BigInt(area), affectedBy, blinding: BigInt(blinding) };
  });
}

const total = (numbers: readonly bigint[]): string => numbers.reduce((sum, one) => sum + one, 0n).toString();
const blindingOf = (links: readonly OpenedLink[]): string =>
  sumOfBlindings(links.map(({ blinding }) => blinding)).toString();

function sumAreas(links: readonly OpenedLink[]): AreaSum[] {
  const keyOf = ({ choice }: OpenedLink) => choice.join();
  return [...new Set(links.map(keyOf))].sort().map((choice) => {
    const same = links.filter((one) => keyOf(one) === choice);
    return { choice, area: total(same.map(({ area }) => area)), blinding: blindingOf(same) };
  });
}

function sumAffected({ method, options }: Round, links: readonly OpenedLink[]): AffectedSum[] {
  return affecting(options).map((option) => {
    const wanting = links.filter(({ choice }) => choice.some((entry) => namedBy(method, entry) === option));
    const sum = total(wanting.map(({ affectedBy }) => packed(options, affectedBy)));
    return { option, sum, blinding: blindingOf(wanting) };
  });
}
