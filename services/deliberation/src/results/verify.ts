import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { soundChoice, commitmentOf } from '../ballots/choice.js';
import type { Receipt } from '../ballots/cast.js';
import { rules } from '../majorities/rules.js';
import { affecting, packed } from './affected.js';
import { countBallots, namedBy } from './count.js';
import { opensTo } from './pedersen.js';
import type { Published } from './published.js';

/** What of a published result does not hold; nothing: it is right. Uses nothing but what is published. */
export function faultsOf(published: Published): string[] {
  const { ballots, roundId, result } = published;
  const faults: string[] = [];
  const ids = ballots.map(({ id }) => id);
  if (ids.some((id, index) => index > 0 && id <= (ids[index - 1] ?? ''))) {
    faults.push('The ballots are not in the order of their ids, or one stands twice.');
  }
  const took = published.took.app + published.took.paper;
  if (took !== ballots.length)
    faults.push(`${took} voters are on the roll, but ${ballots.length} ballots are published.`);
  for (const { id, choice } of ballots)
    if (!isSound(published, choice)) faults.push(`Ballot ${id} holds no choice of the round.`);
  if (published.rule !== result.rule) faults.push(`The round states ${published.rule}, the result ${result.rule}.`);
  if (!(published.rule in rules)) return [...faults, `There is no rule ${published.rule}.`];
  if (rules[published.rule].byArea) faults.push(...areaFaults(published));
  faults.push(...affectedFaults(published));
  try {
    const again = countBallots(
      published,
      ballots.map(({ choice }) => choice),
      result.areaSums,
      result.affectedSums,
    );
    if (!isDeepStrictEqual(again, result))
      faults.push(`Counted again, round ${roundId} comes out as ${again.outcome}, with other numbers than published.`);
  } catch (error) {
    faults.push(`The numbers cannot be: ${error instanceof Error ? error.message : String(error)}`);
  }
  return faults;
}

function isSound(published: Published, choice: readonly string[]): boolean {
  try {
    return isDeepStrictEqual(soundChoice({ ...published, options: [...published.options] }, choice), choice);
  } catch {
    return false;
  }
}

/** The commitments of those who chose the same must open to the sum that is published for them. */
function areaFaults({ ballots, result }: Published): string[] {
  const choices = [...new Set(ballots.map(({ choice }) => choice.join()))].sort();
  const stated = result.areaSums.map(({ choice }) => choice);
  if (!isDeepStrictEqual(choices, stated)) return ['Areas are stated for other choices than were made.'];
  return result.areaSums.flatMap(({ choice, area, blinding }) => {
    const same = ballots.filter((ballot) => ballot.choice.join() === choice);
    const commitments = same.map(({ areaCommitment }) => areaCommitment ?? '');
    return opensTo(commitments, BigInt(area), BigInt(blinding))
      ? []
      : [`The commitments of those who chose ${choice} do not open to ${area}.`];
  });
}

/** The commitments of those who want an option must open to what is published of the affected among them. */
function affectedFaults({ ballots, options, method, result: { affectedSums = [] } }: Published): string[] {
  const stated = affectedSums.map(({ option }) => option);
  if (!isDeepStrictEqual(affecting(options), stated))
    return ['The affected are stated for other options than name them.'];
  return affectedSums.flatMap(({ option, sum, blinding }) => {
    const wanting = ballots.filter(({ choice }) => choice.some((entry) => namedBy(method, entry) === option));
    const commitments = wanting.map(({ affectedCommitment }) => affectedCommitment ?? '');
    return opensTo(commitments, BigInt(sum), BigInt(blinding))
      ? []
      : [`The commitments of those who want ${option} do not open to what is stated of the affected.`];
  });
}

/** What of a voter's receipt the published result does not hold to. */
export function faultsOfReceipt({ ballots, roundId, options }: Published, receipt: Receipt): string[] {
  const ballot = ballots.find(({ id }) => id === receipt.ballotId);
  if (!ballot) return [`Ballot ${receipt.ballotId} is not among those published.`];
  const commitment = commitmentOf(roundId, ballot.id, ballot.choice, receipt.nonce);
  const faults =
    commitment === ballot.commitment && commitment === receipt.commitment
      ? []
      : ['The ballot says another choice than the receipt.'];
  const { area, affectedBy, blinding } = receipt;
  if (blinding === null) return faults;
  const holds = (commitment: string | null | undefined, what: bigint) =>
    opensTo([commitment ?? ''], what, BigInt(blinding));
  if (area !== null && !holds(ballot.areaCommitment, BigInt(area))) {
    faults.push('The ballot counts another area than the receipt.');
  }
  if (affectedBy && !holds(ballot.affectedCommitment, packed(options, affectedBy))) {
    faults.push('The ballot is counted among others who are affected than the receipt says.');
  }
  return faults;
}

/** A short text for the notice board: whoever has the same one has read the same publication. */
export const digestOf = (published: Published): string =>
  createHash('sha256').update(JSON.stringify(published)).digest('hex');
