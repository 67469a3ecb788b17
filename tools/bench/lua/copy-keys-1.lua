--[[
  Copies one key many times, for sizes that would take long by events. All copies lie on the key's shard.

  KEYS  1 key to copy
  ARGV  1 names of the copies, with %s for twelve digits   2 first number   3 last number
]]
for number = tonumber(ARGV[2]), tonumber(ARGV[3]) do
  redis.call('COPY', KEYS[1], (string.gsub(ARGV[1], '%%s', string.format('%012d', number))), 'REPLACE')
end
return 1
