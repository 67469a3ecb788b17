import type { Bed } from './bed.js';

/** Fills a pool's ledger and claims as years of service would have. */
export async function fillLedger(_bed: Bed, _pool: string, _entries: number): Promise<void> {
  await Promise.resolve();
  throw new Error('not yet');
}
