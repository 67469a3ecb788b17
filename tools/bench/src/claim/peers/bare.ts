import type { Peer } from './peer.js';

/** Decides nothing: what a Fastify handler with this response costs. */
export function bare(): Peer {
  return {
    open: () => Promise.resolve(),
    claim: () => Promise.resolve({ place: 1 }),
  };
}
