--[[
  Fills a hash with copies of one field, for sizes that would take long by events.

  KEYS  1 hash
  ARGV  1 field to copy   2 names of the copies, with %s for twelve digits   3 first number   4 last number
]]
local value = redis.call('HGET', KEYS[1], ARGV[1])
for number = tonumber(ARGV[3]), tonumber(ARGV[4]) do
  redis.call('HSET', KEYS[1], (string.gsub(ARGV[2], '%%s', string.format('%012d', number))), value)
end
return redis.call('HLEN', KEYS[1])
