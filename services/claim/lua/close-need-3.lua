--[[
  Close the places of a need: nobody can claim any more. Who holds one keeps it until it is given back or taken back.

  KEYS  1 sequence   2 log   3 need
  ARGV  1 need id   2 epoch   3 now, ms
  Out   { outcome, sequence }: outcome 1 closed, 2 was closed or never opened; < 0: a refusal
  Writes nothing unless it logs; logs before it writes.
]]
--@include log
local POOL_NOT_LOADED, EPOCH_OVER = -1, -2
local sequence = tonumber(redis.call('GET', KEYS[1]))
if not sequence then return { POOL_NOT_LOADED } end
if redis.call('HGET', KEYS[3], 'state') ~= 'open' then return { 2, sequence } end
sequence = sequence + 1
if not append(KEYS[2], ARGV[2], sequence, 'closed', ARGV[3], { need = ARGV[1] }) then return { EPOCH_OVER } end
redis.call('SET', KEYS[1], string.format('%d', sequence))
redis.call('HSET', KEYS[3], 'state', 'closed')
return { 1, sequence }
