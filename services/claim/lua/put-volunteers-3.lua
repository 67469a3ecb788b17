--[[
  Bring what decisions read of volunteers up to date. An older version never replaces a newer one.

  KEYS  1 sequence   2 log   3 volunteers
  ARGV  1 epoch   2 now, ms   3 and on: volunteers as JSON [id, version, active, born, skills, groups], at most 500
  Out   { outcome, sequence }: outcome 1 put, 2 all were known; < 0: a refusal
  Writes nothing unless it logs; logs before it writes.
]]
--@include log
local POOL_NOT_LOADED, EPOCH_OVER = -1, -2
local sequence = tonumber(redis.call('GET', KEYS[1]))
if not sequence then return { POOL_NOT_LOADED } end

local changes, versions = {}, {}
for i = 3, #ARGV do
  local v = cjson.decode(ARGV[i])
  local known = redis.call('HGET', KEYS[3], v[1])
  if not known or cmsgpack.unpack(known)[1] < v[2] then
    changes[#changes + 1] = v[1]
    changes[#changes + 1] = cmsgpack.pack({ v[2], v[3], v[4], v[5], v[6] })
    versions[#versions + 1] = { v[1], v[2] }
  end
end
if #changes == 0 then return { 2, sequence } end

sequence = sequence + 1
if not append(KEYS[2], ARGV[1], sequence, 'volunteers', ARGV[2], { versions = versions }) then return { EPOCH_OVER } end
redis.call('SET', KEYS[1], string.format('%d', sequence))
redis.call('HSET', KEYS[3], unpack(changes))
return { 1, sequence }
