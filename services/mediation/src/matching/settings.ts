import { z } from 'zod';

const share = z.number().min(0).max(1);
const weight = z.number().min(0).max(100);

/** Each at least as much as the next: otherwise somebody nearer could rank lower. */
const falling = (values: readonly number[]): boolean =>
  values.every((value, at) => value >= (values[at + 1] ?? Number.NEGATIVE_INFINITY));

const nearness = z
  .strictObject({
    county: share.default(1),
    prefecture: share.default(0.8),
    province: share.default(0.5),
    region: share.default(0.15),
    country: share.default(0),
  })
  .refine((of) => falling([of.county, of.prefecture, of.province, of.region, of.country]), {
    error: 'A nearer hometown must count at least as much as a farther one.',
  });

const speech = z
  .strictObject({
    language: share.default(1),
    dialect: share.default(1),
    'dialect-group': share.default(0.7),
    native: share.default(1),
    speaks: share.default(0.8),
    understands: share.default(0.4),
  })
  .refine((of) => falling([of.dialect, of['dialect-group']]) && falling([of.native, of.speaks, of.understands]), {
    error: 'The same dialect must count at least as much as its group, and who speaks better at least as much.',
  });

/**
 * What counts how much. The defaults are argued in docs/adr/0023-matching-mediators.md; nothing changes them but whoever runs
 * the service.
 */
export const matchingSettingsSchema = z.strictObject({
  /** Points at most for each; 100 in all by default. */
  weights: z
    .strictObject({
      hometown: weight.default(25),
      speech: weight.default(20),
      'every-side': weight.default(20),
      field: weight.default(10),
      load: weight.default(10),
      outcomes: weight.default(15),
    })
    .prefault({}),
  /** How much a hometown counts, by the smallest division that it shares. */
  nearness: nearness.prefault({}),
  /** How much a shared way of speaking counts: what is shared, times how well. */
  speech: speech.prefault({}),
  /** Hometown or speech from which a candidate counts as close to a side: then both sides must have somebody. */
  closeFrom: z.number().gt(0).max(1).default(0.5),
  /** What past outcomes are drawn to while there are few: so many cases at such a rate. */
  outcomes: z
    .strictObject({ priorCases: z.number().gt(0).max(1_000).default(10), priorRate: share.default(0.6) })
    .prefault({}),
});

export type MatchingSettings = z.infer<typeof matchingSettingsSchema>;

export const defaultMatchingSettings: MatchingSettings = matchingSettingsSchema.parse({});
