--[[
  Put a claim that waits, with the friends who came along, into another priority. Common KEYS and ARGV 1 to 6:
  include/decision.lua.

  ARGV  7 claimant   8 claim id   9 priority, 0 to 8 (higher goes first)
  Out   { outcome, sequence, position }: 1 done
]]
--@decision
local NOT_WAITING, DRAWN = -45, -46
local claimant, claim, priority = ARGV[7], ARGV[8], tonumber(ARGV[9])

local mine = load_record(claimant)
if not mine or mine.claim ~= claim then return refuse(CLAIM_UNKNOWN) end
if mine.state ~= 'w' then return refuse(NOT_WAITING) end
local first = party_of(mine, claimant)[1]
local stands = tonumber(redis.call('ZSCORE', LINE, first))
if stands < BAND then return refuse(DRAWN) end
local score = rank(priority, math.fmod(stands, BAND))
local entry = { need = need_id, volunteer = first, claim = load_record(first).claim, priority = priority, rank = score }
if not log('priority', 'priority', entry) then return { EPOCH_OVER } end
redis.call('ZADD', LINE, score, first)
return done(1, redis.call('ZRANK', LINE, first) + 1)
