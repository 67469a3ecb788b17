--[[
  Load a portion of a hash or of a waiting list while a pool is rebuilt and its gate is shut: not a decision, so nothing is
  logged.

  KEYS  1 hash or sorted set
  ARGV  1 hash or line   2 the portion: field and value in turn, each after its length (2 bytes, 4 bytes, big-endian)
  Out   how many were loaded
]]
local blob, at, parts, count = ARGV[2], 1, {}, 0
while at <= #blob do
  local field, value
  field, value, at = struct.unpack('>I2c0I4c0', blob, at)
  count = count + 1
  if ARGV[1] == 'line' then
    parts[2 * count - 1], parts[2 * count] = value, field
  else
    parts[2 * count - 1], parts[2 * count] = field, value
  end
end
if count > 0 then redis.call(ARGV[1] == 'line' and 'ZADD' or 'HSET', KEYS[1], unpack(parts)) end
return count
