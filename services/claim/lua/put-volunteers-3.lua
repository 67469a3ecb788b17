--[[
  Bring what decisions read of volunteers up to date. An older version never replaces a newer one.

  KEYS  1 sequence   2 log   3 volunteers
  ARGV  1 epoch   2 now, ms   3 and on: id, version and record of each, in turn; at most 500
  Out   { outcome, sequence }: 1 put, 2 all were known; < 0: a refusal
  A record is what volunteer-record.ts writes: texts separated by US (31), the version first. Calendars stay as they are.
  Writes nothing unless it logs; logs before it writes.
]]
local sequence = tonumber(redis.call('GET', KEYS[1]))
if not sequence then return { POOL_NOT_LOADED } end

local changes, records = {}, {}
for i = 3, #ARGV, 3 do
  local known = redis.call('HGET', KEYS[3], ARGV[i])
  if not known or tonumber(string.match(known, '^%d+')) < tonumber(ARGV[i + 1]) then
    local _, calendar = split_volunteer(known or '')
    changes[#changes + 1] = ARGV[i]
    changes[#changes + 1] = join_volunteer(ARGV[i + 2], calendar)
    records[#records + 1] = { ARGV[i], ARGV[i + 2] }
  end
end
if #changes == 0 then return { 2, sequence } end

sequence = sequence + 1
local reply = redis.pcall('XADD', KEYS[2], ARGV[1] .. '-' .. string.format('%d', sequence), 'kind', 'volunteers',
  'at', ARGV[2], 'data', cjson.encode({ records = records }), 'op', 'volunteers')
if type(reply) == 'table' and reply.err then return { EPOCH_OVER } end
redis.call('SET', KEYS[1], string.format('%d', sequence))
redis.call('HSET', KEYS[3], unpack(changes))
return { 1, sequence }
