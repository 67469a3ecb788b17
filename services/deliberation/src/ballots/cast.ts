import { randomBytes, randomUUID } from 'node:crypto';
import { decrypt, encrypt, RowNotFoundError, type Tx } from '@huying/database';
import { shown } from '@huying/http';
import { ApiProperty } from '@nestjs/swagger';
import { rules } from '../majorities/rules.js';
import { affecting, packed } from '../results/affected.js';
import { commit, newBlinding } from '../results/pedersen.js';
import { Round } from '../rounds/round.entity.js';
import { ballotProblems } from './ballots.problems.js';
import { commitmentOf, soundChoice } from './choice.js';

/** A voter in a round: one household, or the owners of one or more homes. */
export interface Voter {
  readonly id: string;
  /** Hundredths of a square metre, a decimal number. */
  readonly area: string;
  /** Ids of the options that affect them most. */
  readonly affectedBy: readonly string[];
}

/** What the voter keeps: with it they find their ballot in the published list and see that it says what they chose. */
export class Receipt {
  @ApiProperty({ format: 'uuid' })
  ballotId!: string;

  @ApiProperty({ description: 'Opens the commitment of the published ballot; keep it to yourself' })
  nonce!: string;

  @ApiProperty()
  commitment!: string;

  @ApiProperty({ type: String, nullable: true, description: 'Where area counts: in hundredths of a square metre' })
  area!: string | null;

  @ApiProperty({
    ...{ type: [String], nullable: true, required: false },
    description: 'Where options name whom they affect most: those by which this voter is',
  })
  affectedBy?: string[] | null;

  @ApiProperty({ type: String, nullable: true, description: 'Opens the commitment to the area, or to the affected' })
  blinding!: string | null;
}

/** The link from the roll to the box, while the round is open. */
export interface SealedLink {
  readonly ballotId: string;
  readonly nonce: string;
  readonly blinding: string;
}

export const unseal = (sealed: string): SealedLink => JSON.parse(decrypt(sealed)) as SealedLink;

/**
 * Loads a round so that it cannot close before this transaction has ended: whoever gets in is counted.
 * @throws RowNotFoundError in another community, ballot-early, ballot-late
 */
export async function openToVote(tx: Tx, roundId: string, communityId: string): Promise<Round> {
  const { entities, raw } = await tx.manager
    .createQueryBuilder(Round, 'round')
    .addSelect('round.opens_at > clock_timestamp()', 'early')
    .where({ id: roundId, communityId })
    .setLock('pessimistic_read')
    .getRawAndEntities<{ early: boolean }>();
  const [round] = entities;
  if (!round) throw new RowNotFoundError('rounds');
  if (raw[0]?.early) throw ballotProblems.early({ opensAt: shown(round.opensAt) });
  if (round.state !== 'open') throw ballotProblems.late();
  return round;
}

/**
 * Puts a ballot into the box and the voter on the roll. The same choice once more gives the same receipt. Paper replaces the
 * app; the database's clock says whether the round is over.
 * @throws ballot-late, ballot-cast-already, ballot-on-paper, ballot-not-a-choice
 */
export async function castBallot(
  tx: Tx,
  {
    round,
    voter,
    choice: wish,
    channel,
  }: { round: Round; voter: Voter; choice: readonly string[]; channel: 'app' | 'paper' },
): Promise<Receipt> {
  const choice = soundChoice(round, wish);
  const link = { ballotId: randomUUID(), nonce: randomBytes(16).toString('hex'), blinding: newBlinding().toString() };
  const ballot: Ballot = { round, voter, choice, channel, link };
  const { open, entered } = await putInBox(tx, ballot);
  if (!open) throw ballotProblems.late();
  return entered ? receiptOf(round, voter, choice, link) : castOnceMore(tx, ballot);
}

interface Ballot {
  readonly round: Round;
  readonly voter: Voter;
  readonly choice: string[];
  readonly channel: 'app' | 'paper';
  readonly link: SealedLink;
}

/** In one statement, since most come in the last minute: on the roll if the round is not over, and in the box if that was not there before. */
async function putInBox(
  tx: Tx,
  { round, voter, choice, channel, link }: Ballot,
): Promise<{ open: boolean; entered: boolean }> {
  const blinding = BigInt(link.blinding);
  const [put] = await tx.query<{ open: boolean; entered: boolean }>(
    `WITH still AS MATERIALIZED (
       SELECT id FROM rounds WHERE id = $2 AND closes_at > clock_timestamp()
     ), entered AS (
       INSERT INTO roll (voter_id, round_id, channel, sealed) SELECT $1, id, $3, $4 FROM still
       ON CONFLICT DO NOTHING RETURNING round_id
     ), put AS (
       INSERT INTO box (id, round_id, choice, commitment, area_commitment, affected_commitment)
       SELECT $5, round_id, $6, $7, $8, $9 FROM entered
     )
     SELECT EXISTS (SELECT 1 FROM still) AS open, EXISTS (SELECT 1 FROM entered) AS entered`,
    [
      ...[voter.id, round.id, channel, encrypt(JSON.stringify(link))],
      ...[link.ballotId, choice, commitmentOf(round.id, link.ballotId, choice, link.nonce)],
      areaOf(round, voter) && commit(BigInt(voter.area), blinding),
      affectedOf(round, voter) && commit(packed(round.options, voter.affectedBy), blinding),
    ],
  );
  return put ?? { open: false, entered: false };
}

/** Of a voter who is on the roll: the receipt again, or the paper instead of what was cast in the app. */
async function castOnceMore(tx: Tx, ballot: Ballot): Promise<Receipt> {
  const { round, voter, choice, channel, link } = ballot;
  const [before] = await tx.query<{ channel: string; sealed: string }>(
    'SELECT channel, sealed FROM roll WHERE voter_id = $1 FOR UPDATE',
    [voter.id],
  );
  if (!before || before.channel === 'paper') throw ballotProblems.onPaper();
  const earlier = unseal(before.sealed);
  if (channel === 'app') {
    const [kept] = await tx.query<{ choice: string[] }>('SELECT choice FROM box WHERE id = $1', [earlier.ballotId]);
    if (kept?.choice.join() !== choice.join()) throw ballotProblems.castAlready();
    return receiptOf(round, voter, choice, earlier);
  }
  await tx.query('DELETE FROM box WHERE id = $1', [earlier.ballotId]);
  await tx.query('DELETE FROM roll WHERE voter_id = $1', [voter.id]);
  const { entered } = await putInBox(tx, ballot);
  if (!entered) throw ballotProblems.late();
  return receiptOf(round, voter, choice, link);
}

const areaOf = ({ rule }: Round, { area }: Voter) => (rules[rule].byArea ? area : null);
const affectedOf = ({ options }: Round, { affectedBy }: Voter) =>
  affecting(options).length > 0 ? [...affectedBy] : null;

function receiptOf(round: Round, voter: Voter, choice: readonly string[], link: SealedLink): Receipt {
  const { ballotId, nonce, blinding } = link;
  const [area, affectedBy] = [areaOf(round, voter), affectedOf(round, voter)];
  const commitment = commitmentOf(round.id, ballotId, choice, nonce);
  return { ballotId, nonce, commitment, area, affectedBy, blinding: area !== null || affectedBy ? blinding : null };
}
