const PER_LINE = 10;

/** The codes of the catalogue as part of the published language, one category after the other. */
export function catalogueCodes({
  categories,
  items,
}: {
  readonly categories: readonly { readonly code: string; readonly nameEn: string }[];
  readonly items: readonly { readonly code: string; readonly category: string }[];
}): string {
  const lines = categories.flatMap(({ code: category, nameEn }) => {
    const codes = items.filter((item) => item.category === category).map(({ code }) => `'${code}'`);
    const rows = Array.from({ length: Math.ceil(codes.length / PER_LINE) }, (_, row) =>
      codes.slice(row * PER_LINE, (row + 1) * PER_LINE).join(', '),
    );
    return [`  // ${nameEn}`, ...rows.map((row) => `  ${row},`)];
  });
  return `// Made by \`npm run generate\` from the catalogue's data file: services/request/src/catalogue/catalogue.data.json.

/** Every code of the needs catalogue (居民需求清单). Codes are stable for ever; a community changes what an item says, not its code. */
// prettier-ignore
export const catalogueItemCodes = [
${lines.join('\n')}
] as const;

export type CatalogueItemCode = (typeof catalogueItemCodes)[number];

const known: ReadonlySet<string> = new Set(catalogueItemCodes);

export const isCatalogueItemCode = (code: string): code is CatalogueItemCode => known.has(code);
`;
}
