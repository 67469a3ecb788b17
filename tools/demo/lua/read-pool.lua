--[==[
  What a pool holds of one need, for the consistency check. Reads only.

  KEYS  1 sequence   2 need   3 its claims   4 its line
  Out   JSON: { sequence, held, claims: [[volunteer, claim id, state (h, w, e), place]], line: [volunteer] }
]==]
local claims = {}
local records = redis.call('HGETALL', KEYS[3])
for i = 1, #records, 2 do
  -- claim id, state, key, outcome told, number told, sequence told, place: see services/claim/lua/include/claims.lua
  local claim, state, place = string.match(records[i + 1], '^([^\31]*)\31([^\31]*)\31[^\31]*\31[^\31]*\31[^\31]*\31[^\31]*\31([^\31]*)')
  claims[#claims + 1] = { records[i], claim, state, tonumber(place) }
end
return cjson.encode({
  sequence = tonumber(redis.call('GET', KEYS[1])),
  held = tonumber(redis.call('HGET', KEYS[2], 'held')),
  claims = claims,
  line = redis.call('ZRANGE', KEYS[4], 0, -1),
})
