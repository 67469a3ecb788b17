import { z } from 'zod';

const days = z.number().int().min(1).max(365);
const group = (shape: number, perYear: number, surprise: number) =>
  z
    .strictObject({
      /** What is thought of a group of which nothing is known: voices a year, and how much groups differ (small: a lot). */
      prior: z
        .strictObject({
          shape: z.number().gt(0).max(100).default(shape),
          perYear: z.number().gt(0).max(10_000).default(perYear),
        })
        .prefault({}),
      /** Warned of from this surprise: 4 is a chance of one in 10⁴ that the usual brings so many. */
      warnFrom: z.number().min(1).max(50).default(surprise),
    })
    .prefault({});

/**
 * When the early warning speaks. The defaults are argued in docs/adr/0024-early-warning.md and measured in
 * docs/reports/mediation-early-warning.md. Nothing the service sees changes them.
 */
export const warningSettingsSchema = z.strictObject({
  /** Windows in which voices are counted, days; the longest is what counts as recent. */
  windows: z.array(days).min(1).max(8).default([7, 14, 21, 28]),
  /** Fewer voices are no group. */
  leastVoices: z.number().int().min(2).max(50).default(3),
  employer: group(0.4, 1.5, 4),
  premises: group(0.5, 4, 5),
  hometown: group(1, 6, 6),
  /** After so many days what was usual counts half. */
  halfLifeDays: z.number().min(7).max(3_650).default(180),
  /** How much more complaints vary than if each came by itself: colleagues call together. 1: not at all. */
  clumping: z.number().min(1).max(10).default(1.3),
  /** So many complaints as usual are added on both sides before the season is read off the community: few say little. */
  seasonPrior: z.number().gt(0).max(10_000).default(30),
  /** A warning that is open, or was dismissed, is told again once so many times as many are heard within a window. */
  growth: z.number().gt(1).max(10).default(2),
  /** A warning to which nothing was added for so long is over. */
  overAfterDays: days.default(28),
  /** After a warning was dismissed the group is left alone so long. */
  quietDays: days.default(60),
  /** How sure: so many decimal places beyond the group's threshold a warning is called likely, and nearly certain. Below: possible. */
  sure: z
    .strictObject({ likely: z.number().min(0).default(1), nearlyCertain: z.number().min(0).default(3) })
    .prefault({})
    .refine(({ likely, nearlyCertain }) => likely <= nearlyCertain, {
      error: 'What is nearly certain must be at least as surprising as what is likely.',
    }),
});

export type WarningSettings = z.infer<typeof warningSettingsSchema>;

export const defaultWarningSettings: WarningSettings = warningSettingsSchema.parse({});
