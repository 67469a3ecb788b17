import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { permissions } from '@huying/auth';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import type { Context, ResourceServerInfo, Token } from 'oidc-provider';
import { StandaloneError } from '../errors.js';
import { keepPrivately } from '../private-file.js';
import { apps, DEVELOPMENT_GRANT } from './apps.js';
import { personOf, registerDevelopmentGrant } from './development-grant.js';

/** Where the issuer stands, and where it keeps its keys. */
export interface IssuerOptions {
  /** Its identifier, with the path under which it is mounted: `http://127.0.0.1:8080/oidc`. */
  readonly url: string;
  readonly dataDir: string;
  readonly audience: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** An OIDC issuer for development: discovery, keys, tokens for apps with their scopes and for persons for the asking. */
export interface DevelopmentIssuer {
  /** Answers everything below its path. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
}

const TOKEN_SECONDS = 12 * 3_600;
/** The resource indicator of the whole API. */
const API = 'urn:huying:api';

/** @throws StandaloneError `issuer-in-production`: it gives any token to anybody */
export function refuseInProduction(environment: IssuerOptions['environment']): void {
  if (environment.NODE_ENV !== 'production') return;
  throw new StandaloneError(
    'issuer-in-production',
    'The development issuer gives any token to anybody and does not start with NODE_ENV=production: run the services with OIDC_ISSUER set to your own issuer, or unset NODE_ENV.',
  );
}

/** Creates the issuer. Its keys stay in the data directory, so that tokens outlive a restart. */
export async function createDevelopmentIssuer(options: IssuerOptions): Promise<DevelopmentIssuer> {
  refuseInProduction(options.environment);
  const path = new URL(options.url).pathname;
  const { keys } = await keepPrivately(join(options.dataDir, 'issuer', 'keys.json'), newKeys);
  const api: ResourceServerInfo = {
    audience: options.audience,
    scope: permissions.join(' '),
    accessTokenFormat: 'jwt',
    accessTokenTTL: TOKEN_SECONDS,
    jwt: { sign: { alg: 'ES256' } },
  };
  const { Provider, errors } = await oidcProvider();
  const provider = new Provider(options.url, {
    adapter: Nothing,
    clients: apps,
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    extraClientMetadata: { properties: ['community'] },
    extraTokenClaims: (context: Context, token: Token) =>
      token.kind === 'ClientCredentials' ? { community: token.client['community'] } : personOf(context.oidc.params),
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      resourceIndicators: { enabled: true, defaultResource: () => API, getResourceServerInfo: () => api },
    },
    jwks: { keys },
    scopes: [...permissions],
    ttl: { AccessToken: TOKEN_SECONDS, ClientCredentials: TOKEN_SECONDS },
  });
  registerDevelopmentGrant(provider, { api, identifier: API, errors });
  provider.on('server_error', (_, error) => process.stderr.write(`The development issuer failed: ${String(error)}\n`));
  const answer = provider.callback();
  return {
    handle: (request, response) => {
      // oidc-provider reads from it where it is mounted.
      Object.assign(request, { originalUrl: request.url });
      request.url = (request.url ?? '').slice(path.length) || '/';
      void answer(request, response);
    },
  };
}

/** The grants, for whoever wants to know which there are. */
export const grants = [DEVELOPMENT_GRANT, 'client_credentials'] as const;

async function newKeys(): Promise<{ keys: JWK[] }> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return { keys: [{ ...(await exportJWK(privateKey)), alg: 'ES256', use: 'sig' }] };
}

/** Tokens are JWTs and say all there is to know: nothing is stored. */
class Nothing {
  upsert(): Promise<void> {
    return Promise.resolve();
  }
  find(): Promise<undefined> {
    return Promise.resolve(undefined);
  }
}

/**
 * The library, without its warning that Node 20 is not among the versions that it is tested on: what we use of it works
 * there (see the specs), and a warning at every start would worry people for nothing.
 */
async function oidcProvider() {
  const { warn } = console;
  console.warn = (...words: unknown[]) => {
    if (!String(words[0]).includes('Unsupported runtime')) warn(...words);
  };
  try {
    const { default: Provider, errors } = await import('oidc-provider');
    return { Provider, errors };
  } finally {
    console.warn = warn;
  }
}
