import { describe, expect, it } from '@jest/globals';
import { defaultMatchingSettings, matchingSettingsSchema } from './settings.js';

describe('settings of matching', () => {
  it('give a hundred points by default', () => {
    const weights = Object.values(defaultMatchingSettings.weights);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBe(100);
  });

  it('may be given in part', () =>
    expect(matchingSettingsSchema.parse({ weights: { load: 30 } }).weights).toMatchObject({ load: 30, field: 10 }));

  it.each([
    ['a name that there is not', { weights: { age: 5 } }],
    ['a weight below nothing', { weights: { load: -1 } }],
    ['a province that counts more than a prefecture', { nearness: { province: 0.9 } }],
    ['a group that counts more than the dialect', { speech: { dialect: 0.5 } }],
    ['who understands before who speaks', { speech: { understands: 0.9 } }],
    ['everybody close to everybody', { closeFrom: 0 }],
  ])('are refused with %s', (_, settings) => expect(matchingSettingsSchema.safeParse(settings).success).toBe(false));
});
