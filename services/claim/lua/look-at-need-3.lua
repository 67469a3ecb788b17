--[[
  Look at what says whether a need is sold out: all of it at one moment, so that one look answers for everybody who asked
  before it. Decides and changes nothing.

  KEYS  1 sequence   2 need   3 its claims   (one hash tag: the pool)
  Out   { sequence, claimants ever, state, places, held, phase, publication, revision }; nil where there is none
]]
return { redis.call('GET', KEYS[1]), redis.call('HLEN', KEYS[3]),
  unpack(redis.call('HMGET', KEYS[2], 'state', 'places', 'held', 'phase', 'publication', 'revision')) }
