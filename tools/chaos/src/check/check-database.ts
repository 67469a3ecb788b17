import { isSeat, type Pool } from '@huying/claim';
import type pg from 'pg';

interface NeedRow {
  id: string;
  state: string;
  places: number;
  held: number;
  waiting: number;
}

/** Compares what PostgreSQL's own tables hold of a pool with the pool that its ledger makes. Returns what differs, in words. */
export async function checkDatabase(database: pg.Pool, name: string, pool: Pool): Promise<string[]> {
  const differences: string[] = [];
  const { rows: needs } = await database.query<NeedRow>(
    `SELECT id, state, places, held, waiting FROM pool_needs WHERE pool = $1`,
    [name],
  );
  if (needs.length !== pool.needs.size)
    differences.push(`${needs.length} needs in the table, ${pool.needs.size} in the ledger`);
  for (const row of needs) {
    const need = pool.needs.get(row.id);
    const waiting = [...(need?.claims.values() ?? [])].filter(({ state }) => state === 'waiting').length;
    const folded = need && { state: need.state, places: need.places, held: need.held, waiting };
    const { id, ...table } = row;
    if (JSON.stringify(table) !== JSON.stringify(folded)) {
      differences.push(`need ${id}: ${JSON.stringify(table)} in the table, ${JSON.stringify(folded)} in the ledger`);
    }
  }
  const { rows: claims } = await database.query<{
    id: string;
    need_id: string;
    volunteer_id: string;
    state: string;
    place: number | null;
  }>(`SELECT id, need_id, volunteer_id, state, place FROM claims WHERE pool = $1 AND state <> 'ended'`, [name]);
  const inForce = new Map<string, string>();
  for (const [id, need] of pool.needs) {
    for (const [claimant, { claim, state, place }] of need.claims) {
      if (state !== 'ended') inForce.set(claim, `${id} ${claimant} ${state} ${place}`);
    }
  }
  for (const { id, need_id, volunteer_id, state, place } of claims) {
    const [table, folded] = [`${need_id} ${volunteer_id} ${state} ${place ?? 0}`, inForce.get(id)];
    if (table !== folded) differences.push(`claim ${id}: ${table} in the table, ${folded} in the ledger`);
    inForce.delete(id);
  }
  for (const [id, words] of inForce) if (!isSeat(id)) differences.push(`claim ${id}: ${words} in the ledger alone`);
  return differences;
}
