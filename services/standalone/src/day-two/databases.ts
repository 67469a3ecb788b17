import type { DatabaseOnServer } from '@huying/database';
import type { Configuration } from '@huying/http';
import { services } from '../platform.js';

/** The database of a service. */
export const databaseOf = (
  { POSTGRES_URL: url, DATABASE_PREFIX: prefix }: Configuration,
  service: string,
): DatabaseOnServer => ({ url, name: `${prefix}${service}` });

/** Those of all services, in their order. */
export const databasesOf = (configuration: Configuration): DatabaseOnServer[] =>
  services.map(({ name }) => databaseOf(configuration, name));
