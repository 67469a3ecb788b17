import { Redlock } from '@sesamecare-oss/redlock';
import { Redis } from 'ioredis';
import type { Peer, PeerServers } from './peer.js';

/** How long somebody waits before asking for the lock again; the library's own 200 ms would make it look slower than it is. */
const RETRY_MS = 5;

/** A lock for each need, and under it the count is read, judged and written back. */
export function redlock({ redisUrl }: PeerServers): Peer {
  const redis = new Redis(redisUrl);
  const locks = new Redlock([redis], { retryCount: -1, retryDelay: RETRY_MS, retryJitter: RETRY_MS });
  const key = (needId: string, part: string) => `redlock:{${needId}}:${part}`;
  return {
    open: async (needId, places) => {
      await redis.hset(key(needId, 'need'), 'places', places, 'held', 0);
    },
    claim: async (needId, volunteerId, claimId) => {
      const lock = await locks.acquire([key(needId, 'lock')], 5_000);
      try {
        const [[, counts], [, before]] = (await redis
          .pipeline()
          .hmget(key(needId, 'need'), 'places', 'held')
          .hexists(key(needId, 'orders'), volunteerId)
          .exec()) as [[null, [string, string]], [null, number]];
        const [places = 0, held = 0] = counts.map(Number);
        if (before === 1) return 'already-in';
        if (held >= places) return 'full';
        await redis
          .pipeline()
          .hset(key(needId, 'need'), 'held', held + 1)
          .hset(key(needId, 'orders'), volunteerId, claimId)
          .exec();
        return { place: held + 1 };
      } finally {
        await lock.release();
      }
    },
  };
}
