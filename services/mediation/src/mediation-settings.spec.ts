import { ConfigurationError, type Configuration } from '@huying/http';
import { describe, expect, it } from '@jest/globals';
import { defaultMatchingSettings } from './matching/index.js';
import { MediationSettings } from './mediation-settings.js';
import { defaultWarningSettings } from './warnings/decide-settings.js';

const given = (MEDIATION_MATCHING: object, MEDIATION_WARNINGS: object): MediationSettings =>
  new MediationSettings({ MEDIATION_MATCHING, MEDIATION_WARNINGS } as Configuration);

describe('the settings of mediation', () => {
  it('are the defaults where nothing is said', () => {
    const { matching, warnings } = given({}, {});
    expect([matching, warnings]).toEqual([defaultMatchingSettings, defaultWarningSettings]);
  });

  it('are what is said, and the defaults for the rest', () => {
    const { matching, warnings } = given({ weights: { load: 40 } }, { quietDays: 10 });
    expect(matching).toEqual({ ...defaultMatchingSettings, weights: { ...defaultMatchingSettings.weights, load: 40 } });
    expect(warnings).toEqual({ ...defaultWarningSettings, quietDays: 10 });
  });

  it('stop the service with a sentence that names what is wrong', () => {
    expect(() => given({ weights: { load: -1 } }, {})).toThrow(ConfigurationError);
    expect(() => given({ weights: { load: -1 } }, {})).toThrow(
      /^MEDIATION_MATCHING is not acceptable: weights\.load: /,
    );
    expect(() => given({}, { learn: true })).toThrow(/^MEDIATION_WARNINGS is not acceptable: .*learn/);
  });
});
