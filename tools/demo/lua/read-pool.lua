--[==[
  What a pool holds of one need, for the consistency check. Reads only.

  KEYS  1 sequence   2 need   3 its claims   4 its line
  Out   JSON: { sequence, held, claims: [volunteer, record, volunteer, record, …], line: [volunteer] }
]==]
-- Records are read by readClaimRecord of the claim service.
return cjson.encode({
  sequence = tonumber(redis.call('GET', KEYS[1])),
  held = tonumber(redis.call('HGET', KEYS[2], 'held')),
  claims = redis.call('HGETALL', KEYS[3]),
  line = redis.call('ZRANGE', KEYS[4], 0, -1),
})
