--[[
  Load packed records while a pool is rebuilt and its gate is shut: not a decision, so nothing is logged.

  KEYS  1 hash
  ARGV  pairs of field and record as JSON
  Out   how many were loaded
]]
local packed = {}
for i = 1, #ARGV, 2 do
  packed[#packed + 1] = ARGV[i]
  packed[#packed + 1] = cmsgpack.pack(cjson.decode(ARGV[i + 1]))
end
redis.call('HSET', KEYS[1], unpack(packed))
return #ARGV / 2
