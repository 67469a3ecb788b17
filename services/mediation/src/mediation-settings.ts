import { Inject, Injectable } from '@nestjs/common';
import { CONFIGURATION, ConfigurationError, type Configuration } from '@huying/http';
import { z } from 'zod';
import { matchingSettingsSchema, type MatchingSettings } from './matching/index.js';
import { warningSettingsSchema, type WarningSettings } from './warnings/decide-settings.js';

/** What whoever runs the service has set: what is left out is as by default. A service with wrong settings does not start. */
@Injectable()
export class MediationSettings {
  readonly matching: MatchingSettings;
  readonly warnings: WarningSettings;

  /** @throws ConfigurationError with a sentence that names the variable and what is wrong with it */
  constructor(@Inject(CONFIGURATION) { MEDIATION_MATCHING, MEDIATION_WARNINGS }: Configuration) {
    this.matching = accepted('MEDIATION_MATCHING', matchingSettingsSchema, MEDIATION_MATCHING);
    this.warnings = accepted('MEDIATION_WARNINGS', warningSettingsSchema, MEDIATION_WARNINGS);
  }
}

function accepted<Schema extends z.ZodType>(name: string, schema: Schema, given: unknown): z.infer<Schema> {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const wrong = result.error.issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': '));
  throw new ConfigurationError(`${name} is not acceptable: ${wrong.join('; ')}. See .env.example.`);
}
