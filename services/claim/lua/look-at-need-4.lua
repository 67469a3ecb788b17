--[[
  Look at what says whether a need is sold out, all of it at one moment. As long as the last entry about the need is the
  same, so is all of this. Decides and changes nothing.

  KEYS  1 sequence   2 need   3 its claims   4 number of the last entry about the need   (one hash tag: the pool)
  Out   { sequence, last, claimants ever, state, places, held, phase, publication, revision }; nil where there is none
]]
return { redis.call('GET', KEYS[1]), redis.call('GET', KEYS[4]), redis.call('HLEN', KEYS[3]),
  unpack(redis.call('HMGET', KEYS[2], 'state', 'places', 'held', 'phase', 'publication', 'revision')) }
