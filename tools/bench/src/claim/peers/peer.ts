/** What a peer answers to a claim. */
export type PeerOutcome = { readonly place: number } | 'full' | 'already-in';

/** Another way to decide who gets a place, as its authors would write it. Sees no eligibility, time, line or replay. */
export interface Peer {
  /** Makes a need with so many places known to the peer. */
  open(needId: string, places: number): Promise<void>;
  claim(needId: string, volunteerId: string, claimId: string): Promise<PeerOutcome>;
}

export interface PeerServers {
  readonly postgresUrl: string;
  readonly redisUrl: string;
}

/** How many connections to PostgreSQL a peer takes: more only wait for the same row's lock. */
export const POSTGRES_CONNECTIONS = 16;
