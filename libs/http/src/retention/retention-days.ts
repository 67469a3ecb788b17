import { topics } from '@huying/contracts';
import { ConfigurationError, type Configuration } from '../configuration.js';
import { isTimed, type RetentionRule } from './rule.js';

/** All services that the published language knows: a misspelt one would change nothing, and nobody would notice. */
const servicesKnown = new Set([...topics.map(({ name }) => name.split('.')[1]), 'district']);

/**
 * The days that whoever runs the platform has set for this service's rules: `{"request.calls": 90}`.
 * @throws ConfigurationError for a rule or a service that there is not, and for a number out of the rule's bounds
 */
export function retentionDays(
  service: string,
  rules: readonly RetentionRule[],
  { RETENTION_DAYS }: Pick<Configuration, 'RETENTION_DAYS'>,
): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const [key, value] of Object.entries(RETENTION_DAYS)) {
    const [owner = '', name = ''] = key.split('.');
    if (!servicesKnown.has(owner)) throw refused(`there is no service ${owner}`);
    if (owner !== service) continue;
    const rule = rules.filter(isTimed).find((one) => one.name === name);
    if (!rule) throw refused(`the ${service} service has no rule ${name} with days`);
    const { least, most } = rule.end.days;
    if (!Number.isInteger(value) || Number(value) < least || Number(value) > most) {
      throw refused(`${key} must be a whole number from ${least} to ${most}`);
    }
    found.set(name, Number(value));
  }
  return found;
}

const refused = (what: string): ConfigurationError =>
  new ConfigurationError(`RETENTION_DAYS is not acceptable: ${what}. See .env.example and docs/retention.md.`);
