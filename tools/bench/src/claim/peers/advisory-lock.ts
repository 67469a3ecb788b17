import pg from 'pg';
import { POSTGRES_CONNECTIONS, type Peer, type PeerServers } from './peer.js';

/**
 * pretix's way: an advisory lock for each need until the end of the transaction, then the places are counted and the order
 * is inserted. Three round trips; the lock must be had before the statement that counts begins, to see the commit before.
 */
export async function advisoryLock({ postgresUrl }: PeerServers): Promise<Peer> {
  const pool = new pg.Pool({ connectionString: postgresUrl, max: POSTGRES_CONNECTIONS });
  await pool.query(`
    CREATE TABLE IF NOT EXISTS lock_needs (id uuid PRIMARY KEY, places int NOT NULL);
    CREATE TABLE IF NOT EXISTS lock_orders (
      id uuid PRIMARY KEY, need_id uuid NOT NULL, volunteer_id text NOT NULL, place int NOT NULL,
      claimed_at timestamptz NOT NULL DEFAULT now(), UNIQUE (need_id, volunteer_id))`);
  const claim = {
    name: 'claim',
    text: `INSERT INTO lock_orders (id, need_id, volunteer_id, place)
           SELECT $3, $1, $2, taken.count + 1
           FROM lock_needs, (SELECT count(*)::int FROM lock_orders WHERE need_id = $1) AS taken
           WHERE lock_needs.id = $1 AND taken.count < lock_needs.places RETURNING place`,
  };
  return {
    open: async (needId, places) => {
      await pool.query(`INSERT INTO lock_needs (id, places) VALUES ($1, $2)`, [needId, places]);
    },
    claim: async (needId, volunteerId, claimId) => {
      const client = await pool.connect();
      try {
        // A need's id cannot be quoted badly: the route takes nothing but a uuid.
        await client.query(`BEGIN; SELECT pg_advisory_xact_lock(hashtextextended('${needId}', 0))`);
        const { rows } = await client.query<{ place: number }>({ ...claim, values: [needId, volunteerId, claimId] });
        await client.query('COMMIT');
        return rows[0] ?? 'full';
      } catch (error) {
        await client.query('ROLLBACK');
        if ((error as { code?: string }).code === '23505') return 'already-in';
        throw error;
      } finally {
        client.release();
      }
    },
  };
}
