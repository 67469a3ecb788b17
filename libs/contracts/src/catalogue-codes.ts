// Made by `npm run generate` from the catalogue's data file: services/request/src/catalogue/catalogue.data.json.

/** Every code of the needs catalogue (居民需求清单). Codes are stable for ever; a community changes what an item says, not its code. */
// prettier-ignore
export const catalogueItemCodes = [
  // Livelihood care
  'LC-001', 'LC-002', 'LC-003', 'LC-004', 'LC-005', 'LC-006', 'LC-007', 'LC-008', 'LC-009', 'LC-010',
  'LC-011', 'LC-012', 'LC-013', 'LC-014', 'LC-015', 'LC-016', 'LC-017', 'LC-018', 'LC-019', 'LC-020',
  'LC-021', 'LC-022', 'LC-023', 'LC-024', 'LC-025',
  // General services
  'GS-001', 'GS-002', 'GS-003', 'GS-004', 'GS-005', 'GS-006', 'GS-007', 'GS-008', 'GS-009', 'GS-010',
  'GS-011', 'GS-012', 'GS-013', 'GS-014', 'GS-015', 'GS-016', 'GS-017', 'GS-018', 'GS-019', 'GS-020',
  'GS-021', 'GS-022', 'GS-023', 'GS-024', 'GS-025', 'GS-026', 'GS-027', 'GS-028', 'GS-029', 'GS-030',
  'GS-031',
  // Charity and public good
  'CP-001', 'CP-002', 'CP-003', 'CP-004', 'CP-005', 'CP-006', 'CP-007', 'CP-008', 'CP-009', 'CP-010',
  'CP-011', 'CP-012', 'CP-013',
  // Support and safeguards
  'SS-001', 'SS-002', 'SS-003', 'SS-004', 'SS-005', 'SS-006', 'SS-007', 'SS-008', 'SS-009', 'SS-010',
  'SS-011', 'SS-012', 'SS-013', 'SS-014', 'SS-015', 'SS-016', 'SS-017', 'SS-018', 'SS-019', 'SS-020',
  'SS-021', 'SS-022', 'SS-023',
  // Care for special groups
  'SG-001', 'SG-002', 'SG-003', 'SG-004', 'SG-005', 'SG-006', 'SG-007', 'SG-008', 'SG-009', 'SG-010',
  'SG-011', 'SG-012', 'SG-013', 'SG-014', 'SG-015', 'SG-016', 'SG-017', 'SG-018', 'SG-019', 'SG-020',
] as const;

export type CatalogueItemCode = (typeof catalogueItemCodes)[number];

const known: ReadonlySet<string> = new Set(catalogueItemCodes);

export const isCatalogueItemCode = (code: string): code is CatalogueItemCode => known.has(code);
