--[[
  Read a need with all its claims and its line at one moment, for comparing with PostgreSQL. Not a decision: nothing is
  written.

  KEYS  as in include/decision.lua
  Out   { sequence, state, places, held, phase, { claimant, record, … }, { claimant in line, … } }; { -1 } if the pool is not
        loaded, { sequence } if it does not know the need
]]
local sequence = tonumber(redis.call('GET', KEYS[1]))
if not sequence then return { -1 } end
local need = redis.call('HMGET', KEYS[4], 'state', 'places', 'held', 'phase')
if not need[1] then return { sequence } end
return { sequence, need[1], tonumber(need[2]), tonumber(need[3]), need[4], redis.call('HGETALL', KEYS[5]),
  redis.call('ZRANGE', KEYS[6], 0, -1) }
