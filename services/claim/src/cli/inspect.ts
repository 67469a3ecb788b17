import type { Database } from '@huying/database';
import { refusalName } from '../rules/index.js';

interface ClaimRow {
  id: string;
  need_id: string;
  volunteer_id: string;
  state: string;
  place: number | null;
  sequence: string;
  end_reason: string | null;
  passed_refusal: number | null;
}

const lineOf = (claim: ClaimRow): string =>
  [
    claim.id,
    claim.state.padEnd(8),
    `need ${claim.need_id}`,
    `volunteer ${claim.volunteer_id}`,
    claim.place === null ? '' : `place ${claim.place}`,
    `#${claim.sequence}`,
    claim.end_reason ?? '',
    claim.passed_refusal === null ? '' : `passed over: ${refusalName(claim.passed_refusal)}`,
  ]
    .filter(Boolean)
    .join('  ');

/** What the journal has of a pool, a need or a volunteer, as lines; none where it knows nothing of that name. */
export async function inspect(database: Database, name: string): Promise<string[]> {
  const query = <Row>(sql: string) => database.read.query<Row[]>(sql, [name]);
  const [pool] = await query<Record<string, unknown>>(
    `SELECT p.*, (SELECT count(*) FROM pool_needs n WHERE n.pool = p.pool AND state = 'open') AS open_needs,
       (SELECT count(*) FROM pool_volunteers v WHERE v.pool = p.pool) AS volunteers,
       (SELECT count(*) FROM claims c WHERE c.pool = p.pool AND c.state = 'held') AS held,
       (SELECT count(*) FROM claims c WHERE c.pool = p.pool AND c.state = 'waiting') AS waiting,
       (SELECT count(*) FROM pool_changes c WHERE c.pool = p.pool) AS changes_to_bring
     FROM pools p WHERE p.pool = $1`,
  );
  const [need] = /^[0-9a-f-]{36}$/i.test(name)
    ? await query<Record<string, unknown>>(`SELECT * FROM pool_needs WHERE id = $1::uuid`)
    : [];
  const claims = await query<ClaimRow>(
    `SELECT * FROM claims WHERE need_id::text = $1 OR volunteer_id = $1 OR id::text = $1
     ORDER BY state = 'ended', rank NULLS FIRST, told_sequence LIMIT 200`,
  );
  const entries = need
    ? await query<{ sequence: string; kind: string; claim_id: string | null; decided_at: Date }>(
        `SELECT sequence, kind, claim_id, decided_at FROM ledger WHERE need_id = $1::uuid ORDER BY sequence DESC LIMIT 20`,
      )
    : [];
  const fieldsOf = (row: Record<string, unknown>) =>
    Object.entries(row).map(
      ([field, value]) => `  ${field}: ${value instanceof Date ? value.toISOString() : String(value)}`,
    );
  return [
    ...(pool ? [`Pool ${name}`, ...fieldsOf(pool)] : []),
    ...(need ? [`Need ${name}`, ...fieldsOf(need)] : []),
    ...(claims.length > 0 ? [`Claims (${claims.length === 200 ? 'the first 200' : claims.length})`] : []),
    ...claims.map((claim) => `  ${lineOf(claim)}`),
    ...(entries.length > 0 ? ['The last entries of its log'] : []),
    ...entries.map((one) => `  #${one.sequence}  ${one.decided_at.toISOString()}  ${one.kind}  ${one.claim_id ?? ''}`),
  ];
}
