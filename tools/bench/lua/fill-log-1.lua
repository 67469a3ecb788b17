--[[
  Appends copies of the log's last entry, for a log that nobody has read.

  KEYS  1 log
  ARGV  1 epoch   2 first sequence   3 last sequence
]]
local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1]
for number = tonumber(ARGV[2]), tonumber(ARGV[3]) do
  redis.call('XADD', KEYS[1], ARGV[1] .. '-' .. string.format('%d', number), unpack(last[2]))
end
return redis.call('XLEN', KEYS[1])
