import { COMMUNITY, getToken } from '@huying/standalone';
import { scene, until, type Check } from '@huying/tool-demo';
import type { Bed } from '../parts/bed.js';
import { aSigningKey, IssuerKeys } from './issuer-keys.js';

const aToken = (bed: Bed, subject: string) =>
  getToken(bed.edge.url, { role: 'staff', subject, community: COMMUNITY.id });

/** What every service says to a token: one status if they agree. */
async function statusOf(bed: Bed, token: string): Promise<string> {
  const paths = ['/v1/calls', '/v1/volunteers', '/v1/needs', '/v1/organizations'];
  const headers = { authorization: `Bearer ${token}` };
  const all = await Promise.all(paths.map(async (path) => (await fetch(`${bed.edge.url}${path}`, { headers })).status));
  return [...new Set(all)].join(' and ');
}

/**
 * The issuer signs with another key while both are published; then the old one is withdrawn. No service is restarted.
 * @param renew lets all others take new tokens while both are accepted
 */
export async function rotateTokens(bed: Bed, renew: () => Promise<void>): Promise<Check[]> {
  const keys = new IssuerKeys(bed.issuerDir);
  const [old] = await keys.read();
  if (!old) throw new Error('The issuer has no key.');
  const oldToken = await aToken(bed, 'staff-old');
  const before = await statusOf(bed, oldToken);
  const [second, third] = [await aSigningKey(), await aSigningKey()];
  const overlap = await scene({
    title: 'The issuer signs with a new key, and publishes both',
    play: async () => {
      await keys.write([second, old]);
      await bed.startIssuer();
      const newToken = await aToken(bed, 'staff-new');
      const accepted = await until('a token of the new key is accepted', async () => {
        const status = await statusOf(bed, newToken);
        return status === '200' && status;
      });
      const stillAccepted = await statusOf(bed, oldToken);
      await renew();
      return { accepted, stillAccepted };
    },
    outcome: () => 'The issuer signs with a new key, and publishes both; services learn of it from the first token',
  });
  const withdrawn = await scene({
    title: 'The old key is withdrawn',
    play: async () => {
      await keys.write([third, second]);
      await bed.startIssuer();
      const newest = await aToken(bed, 'staff-newest');
      // What is unknown makes a service look again, at most every few seconds; without that it looks every ten minutes.
      return until('tokens of the old key are refused', async () => {
        const [fresh, refused] = [await statusOf(bed, newest), await statusOf(bed, oldToken)];
        return fresh === '200' && refused === '401' && refused;
      });
    },
    outcome: () => 'The old key is withdrawn, and its tokens are refused',
  });
  return [
    {
      what: 'while both keys are published, tokens of both are accepted',
      ok: before === '200' && overlap.accepted === '200' && overlap.stillAccepted === '200',
      detail: `new: ${overlap.accepted}, old: ${overlap.stillAccepted}`,
    },
    { what: 'tokens of a key that is withdrawn are refused', ok: withdrawn === '401', detail: withdrawn },
  ];
}
