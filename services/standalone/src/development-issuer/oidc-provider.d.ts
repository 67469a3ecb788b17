/** The little of oidc-provider 9 that the development issuer uses; the package carries no types of its own. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  export interface Client {
    readonly clientId: string;
    readonly [metadata: string]: unknown;
  }

  export interface Token {
    readonly kind: string;
    readonly client: Client;
    readonly expiration: number;
    readonly tokenType: string;
    scope?: string;
    resourceServer: ResourceServer;
    save(): Promise<string>;
  }

  export interface ResourceServer {
    readonly audience: string;
  }

  export interface ResourceServerInfo {
    readonly audience: string;
    readonly scope: string;
    readonly accessTokenFormat: 'jwt';
    readonly accessTokenTTL: number;
    readonly jwt: { readonly sign: { readonly alg: string } };
  }

  /** The part of Koa's context that grants see. */
  export interface Context {
    body: unknown;
    readonly oidc: {
      readonly client: Client;
      readonly params: Readonly<Record<string, string | undefined>>;
    };
  }

  export default class Provider {
    constructor(issuer: string, configuration: object);
    readonly AccessToken: new (properties: { client: Client; accountId: string; scope?: string }) => Token;
    readonly ResourceServer: new (identifier: string, info: ResourceServerInfo) => ResourceServer;
    registerGrantType(name: string, handler: (context: Context) => Promise<void>, parameters: readonly string[]): void;
    callback(): (request: IncomingMessage, response: ServerResponse) => Promise<void>;
    on(event: 'server_error', listener: (context: Context, error: Error) => void): this;
  }

  export const errors: {
    readonly InvalidRequest: new (description: string) => Error;
    readonly InvalidScope: new (description: string, scope: string) => Error;
  };
}
