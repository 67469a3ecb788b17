--[[
  The peer: a minimal flash-sale script of four commands, as tutorials and shops have it. It knows no opening time, no
  eligibility, no line and no log, and loses its sales with its memory.

  KEYS  1 stock   2 buyers   (one hash tag)
  ARGV  1 buyer
  Out   1 sold, 0 sold out, -1 has one already
]]
if redis.call('SISMEMBER', KEYS[2], ARGV[1]) == 1 then return -1 end
if tonumber(redis.call('GET', KEYS[1]) or 0) <= 0 then return 0 end
redis.call('DECR', KEYS[1])
redis.call('SADD', KEYS[2], ARGV[1])
return 1
