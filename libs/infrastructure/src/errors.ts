import type { ServerName } from './servers.types.js';

/** Stable names of what can be missing; scripts may act on them, people read the sentence. */
export type InfrastructureErrorCode =
  | 'java-missing'
  | 'java-too-old'
  | 'maven-missing'
  | 'kafka-fetch-failed'
  | 'object-store-fetch-failed'
  | 'keycloak-fetch-failed'
  | 'python-missing'
  | 'pip-missing'
  | 'valkey-fetch-failed'
  | 'postgres-missing'
  | 'postgres-unreachable-files'
  | 'data-of-other-version'
  | 'data-in-use'
  | 'disk-full'
  | 'port-taken'
  | 'address-unreachable'
  | 'engine-missing'
  | 'image-unavailable'
  | 'server-failed';

/** What keeps the servers from starting, in one sentence that names the command that mends it. */
export class InfrastructureError extends Error {
  override readonly name = 'InfrastructureError';

  constructor(
    readonly code: InfrastructureErrorCode,
    message: string,
    readonly server?: ServerName,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
