--[[
  Load a need while a pool is rebuilt and its gate is shut: not a decision, so nothing is logged.

  KEYS  1 need
  ARGV  1 config as JSON, in the order of need-config.ts   2 and on: other fields and values
]]
redis.call('HSET', KEYS[1], 'config', cmsgpack.pack(cjson.decode(ARGV[1])), unpack(ARGV, 2))
return 1
