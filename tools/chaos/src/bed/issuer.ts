import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** An OIDC issuer for the time of a run. */
export interface Issuer {
  readonly url: string;
  /** An access token as an Authorization header, good for some hours. */
  authorization(community: string, role: 'volunteer' | 'staff' | 'organisation', subject: string): Promise<string>;
  close(): void;
}

export async function openIssuer(): Promise<Issuer> {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'chaos', alg: 'ES256', use: 'sig' };
  const server = createServer((request, response) => {
    const body = request.url === '/jwks' ? { keys: [jwk] } : { issuer: url(), jwks_uri: `${url()}/jwks` };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: url(),
    authorization: async (community, role, subject) => {
      const token = await new SignJWT({ roles: [role], community, client_id: 'chaos' })
        .setProtectedHeader({ alg: 'ES256', kid: 'chaos' })
        .setIssuer(url())
        .setAudience('huying')
        .setSubject(subject)
        .setIssuedAt()
        .setExpirationTime('8h')
        .sign(privateKey);
      return `Bearer ${token}`;
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
