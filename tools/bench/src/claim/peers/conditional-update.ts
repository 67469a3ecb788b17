import pg from 'pg';
import { POSTGRES_CONNECTIONS, type Peer, type PeerServers } from './peer.js';

/**
 * One statement, one round trip, one transaction for each request: the place is taken by a conditional UPDATE and the order
 * inserted with it. Everybody who wants the same need waits for the same row's lock until the commit before is on disk.
 */
export async function conditionalUpdate({ postgresUrl }: PeerServers): Promise<Peer> {
  const pool = new pg.Pool({ connectionString: postgresUrl, max: POSTGRES_CONNECTIONS });
  await pool.query(`
    CREATE TABLE IF NOT EXISTS update_needs (id uuid PRIMARY KEY, places int NOT NULL, held int NOT NULL DEFAULT 0);
    CREATE TABLE IF NOT EXISTS update_orders (
      id uuid PRIMARY KEY, need_id uuid NOT NULL, volunteer_id text NOT NULL, place int NOT NULL,
      claimed_at timestamptz NOT NULL DEFAULT now(), UNIQUE (need_id, volunteer_id))`);
  const claim = {
    name: 'claim',
    text: `WITH taken AS (UPDATE update_needs SET held = held + 1 WHERE id = $1 AND held < places RETURNING held)
           INSERT INTO update_orders (id, need_id, volunteer_id, place) SELECT $3, $1, $2, held FROM taken RETURNING place`,
  };
  return {
    open: async (needId, places) => {
      await pool.query(`INSERT INTO update_needs (id, places) VALUES ($1, $2)`, [needId, places]);
    },
    claim: async (needId, volunteerId, claimId) => {
      try {
        const { rows } = await pool.query<{ place: number }>({ ...claim, values: [needId, volunteerId, claimId] });
        return rows[0] ?? 'full';
      } catch (error) {
        if ((error as { code?: string }).code === '23505') return 'already-in';
        throw error;
      }
    },
  };
}
