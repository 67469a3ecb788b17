--[[
  Close the places of a need, stand an alert down, or widen a wave. Who holds a place keeps it until it is given back or taken
  back. Common KEYS and ARGV 1 to 6: include/decision.lua.

  ARGV  7 what: closed, stood-down or widened   8 outcome of an alert, or the wave (2, 3), or empty
  Out   { outcome, sequence }: 1 done, 2 was so before, or the need was never opened
]]
--@decision
local what, detail = ARGV[7], ARGV[8]
local known = redis.call('HMGET', NEED, 'state', 'wave')
if known[1] ~= 'open' then return { 2, sequence } end
if what == 'widened' then
  if tonumber(known[2]) >= tonumber(detail) then return { 2, sequence } end
  if not log('widen', 'widened', { need = need_id, wave = tonumber(detail) }) then return { EPOCH_OVER } end
  redis.call('HSET', NEED, 'wave', detail)
  return done(1)
end
local entry = { need = need_id, outcome = detail ~= '' and detail or nil }
if not log('close', what, entry) then return { EPOCH_OVER } end
redis.call('HSET', NEED, 'state', 'closed')
return done(1)
