--[[
  Put applicants into the order in which they were drawn; the last portion ends the draw, and from then on the line moves.
  Common KEYS and ARGV 1 to 6: include/decision.lua.

  ARGV  7 rank of the first of this portion, from 0   8 last portion (1 or 0)   9 seed, hex   10 and on: claimants, at most 500
  Out   { outcome, sequence }: 1 ranked, 2 was drawn before, 3 somebody is in line who was not drawn: they applied, by a clock that
        is behind, after the applicants were read; the draw has not ended
]]
--@decision
local from, is_last = tonumber(ARGV[7]), ARGV[8] == '1'
if redis.call('HGET', NEED, 'phase') ~= 'gathering' then return { 2, sequence } end
local order = {}
for i = 10, #ARGV do
  if redis.call('ZSCORE', LINE, ARGV[i]) then order[#order + 1] = ARGV[i] end
end
if #order > 0 then
  if not log('draw', 'ranked', { need = need_id, from = from, order = order }) then return { EPOCH_OVER } end
  for i = 1, #order do redis.call('ZADD', LINE, from + i - 1, order[i]) end
end
if is_last then
  if redis.call('ZCOUNT', LINE, BAND, '+inf') > 0 then return done(3) end
  if not log('draw', 'drawn', { need = need_id, seed = ARGV[9] }) then return { EPOCH_OVER } end
  redis.call('HSET', NEED, 'phase', 'drawn')
end
return done(1)
