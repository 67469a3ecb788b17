import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** An OIDC issuer for the time of the benchmark: every variant verifies its tokens, with the verifier of the platform. */
export interface BenchIssuer {
  readonly url: string;
  /** One access token for each of these people. @param role default: volunteer */
  tokens(community: string, people: readonly string[], role?: string): Promise<string[]>;
  close(): void;
}

export async function openIssuer(): Promise<BenchIssuer> {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'bench', alg: 'ES256', use: 'sig' };
  const server = createServer((request, response) => {
    const body = request.url === '/jwks' ? { keys: [jwk] } : { issuer: url(), jwks_uri: `${url()}/jwks` };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: url(),
    tokens: (community, people, role = 'volunteer') =>
      Promise.all(
        people.map((subject) =>
          new SignJWT({ roles: [role], community, client_id: 'bench' })
            .setProtectedHeader({ alg: 'ES256', kid: 'bench' })
            .setIssuer(url())
            .setAudience('huying')
            .setSubject(subject)
            .setIssuedAt()
            .setExpirationTime('4h')
            .sign(privateKey),
        ),
      ),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
