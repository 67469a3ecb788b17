/** A peer behind Fastify, in a process of its own, with the platform's own verifier of tokens. */
import { TokenVerifier, UnauthenticatedError, type Caller } from '@huying/auth';
import Fastify, { type FastifyRequest } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { beMeasured } from '../telltale.js';
import { advisoryLock } from './advisory-lock.js';
import { bare } from './bare.js';
import { conditionalUpdate } from './conditional-update.js';
import type { Peer, PeerServers } from './peer.js';
import { redlock } from './redlock.js';

const peers: Record<string, (servers: PeerServers) => Peer | Promise<Peer>> = {
  bare,
  update: conditionalUpdate,
  'advisory-lock': advisoryLock,
  redlock,
};

/** The schema of the claim service's own answer. */
const outcome = {
  type: 'object',
  required: ['id', 'needId', 'volunteerId', 'state', 'place', 'position', 'sequence'],
  properties: {
    id: { type: 'string', format: 'uuid' },
    needId: { type: 'string', format: 'uuid' },
    volunteerId: { type: 'string' },
    state: { type: 'string', enum: ['held', 'waiting'] },
    place: { type: ['integer', 'null'] },
    position: { type: ['integer', 'null'] },
    sequence: { type: 'integer' },
  },
};

beMeasured();
const { PEER = '', POSTGRES_URL = '', REDIS_URL = '', OIDC_ISSUER = '' } = process.env;
const peer = await peers[PEER]?.({ postgresUrl: POSTGRES_URL, redisUrl: REDIS_URL });
if (!peer) throw new RangeError(`There is no peer ${PEER}.`);

const verifier = new TokenVerifier({ issuer: OIDC_ISSUER, audience: 'huying' });
const fastify = Fastify();
fastify.addHook('onRequest', async (request: FastifyRequest & { caller?: Caller }, reply) => {
  try {
    request.caller = await verifier.verify(request.headers.authorization);
    if (!request.caller.permissions.has('claims:create')) await reply.code(403).send();
  } catch (error) {
    await reply.code(error instanceof UnauthenticatedError ? 401 : 503).send();
  }
});
fastify.post<{ Params: { needId: string } }>(
  '/v1/needs/:needId/claims',
  {
    schema: {
      response: { 201: outcome },
      params: { type: 'object', properties: { needId: { format: 'uuid', type: 'string' } } },
    },
  },
  async (request: FastifyRequest<{ Params: { needId: string } }> & { caller?: Caller }, reply) => {
    const { needId } = request.params;
    const volunteerId = request.caller?.personId ?? '';
    const id = uuidv7();
    const decided = await peer.claim(needId, volunteerId, id);
    if (typeof decided === 'string') {
      return reply
        .code(409)
        .type('application/problem+json')
        .send(JSON.stringify({ status: 409, code: decided }));
    }
    reply.code(201);
    return { id, needId, volunteerId, state: 'held', place: decided.place, position: null, sequence: decided.place };
  },
);
/** The benchmark's own: makes needs known to the peer, outside of what is measured. */
fastify.post<{ Body: { needIds: string[]; places: number } }>('/open', async ({ body }) => {
  await Promise.all(body.needIds.map((needId) => peer.open(needId, body.places)));
  return {};
});
const url = await fastify.listen({ host: '127.0.0.1', port: 0 });
process.send?.({ url });
