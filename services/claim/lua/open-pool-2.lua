--[[
  Open a pool that was loaded: from now on its scripts decide. Not a decision, so nothing is logged.

  KEYS  1 sequence   2 log
  ARGV  1 epoch   2 number of the last entry that PostgreSQL has
  Out   1 opened, 0 the log no longer begins with this epoch's rebuild: Redis has forgotten what was loaded since
]]
local id = ARGV[1] .. '-' .. ARGV[2]
if #redis.call('XRANGE', KEYS[2], id, id) == 0 then return 0 end
redis.call('SET', KEYS[1], ARGV[2])
return 1
