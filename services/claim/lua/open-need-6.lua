--[[
  Open the places of a need that was published, with all that decisions read of it. A publication that is open already,
  or an older one, changes nothing.

  KEYS  1 sequence   2 log   3 need   4 its claims   5 its line   6 its freed places
  ARGV  1 need id   2 epoch   3 now, ms   4 publication   5 and on: fields and values of the need
  Out   { outcome, sequence }: outcome 1 opened, 2 was open; < 0: a refusal
  Writes nothing unless it logs; logs before it writes. Claims of an earlier publication stay on record as ended.
]]
--@include log
local POOL_NOT_LOADED, EPOCH_OVER = -1, -2
local need_id, epoch, publication = ARGV[1], ARGV[2], tonumber(ARGV[4])

local sequence = tonumber(redis.call('GET', KEYS[1]))
if not sequence then return { POOL_NOT_LOADED } end
local known = tonumber(redis.call('HGET', KEYS[3], 'publication'))
if known and known >= publication then return { 2, sequence } end

sequence = sequence + 1
if not append(KEYS[2], epoch, sequence, 'opened', ARGV[3], { need = need_id, publication = publication }) then
  return { EPOCH_OVER }
end
redis.call('SET', KEYS[1], string.format('%d', sequence))
redis.call('DEL', KEYS[5], KEYS[6])
redis.call('HSET', KEYS[3], 'publication', publication, 'state', 'open', 'held', 0, 'top', 0, unpack(ARGV, 5))
return { 1, sequence }
