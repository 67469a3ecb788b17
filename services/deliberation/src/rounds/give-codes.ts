import type { Tx } from '@huying/database';
import { codeHash, newCode } from '../ballots/codes.js';

/** Gives new codes to voters of a round; those given before are void. */
export async function giveCodes<Voter extends { readonly id: string }>(
  tx: Tx,
  roundId: string,
  voters: readonly Voter[],
): Promise<(Voter & { readonly code: string })[]> {
  const given = voters.map((voter) => ({ ...voter, code: newCode() }));
  await tx.query(
    `UPDATE voters SET code_hash = i.hash FROM jsonb_to_recordset($1) AS i (id uuid, hash text) WHERE voters.id = i.id`,
    [JSON.stringify(given.map(({ id, code }) => ({ id, hash: codeHash(roundId, code) })))],
  );
  return given;
}
