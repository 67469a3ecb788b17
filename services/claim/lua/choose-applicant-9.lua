--[[
  Give the next place to one of the applicants, as staff chose. Common KEYS and ARGV 1 to 6: include/decision.lua.

  ARGV  7 volunteer id   8 claim id
  Out   { outcome, sequence, place }: 1 held, 2 offered, 11 chosen before
]]
--@decision
local NEED_CLOSED, NEED_FULL, NOT_APPLIED = -20, -22, -44
local volunteer, claim = ARGV[7], ARGV[8]

local need = load_need()
if not need then return refuse(NEED_UNKNOWN) end
local mine = load_record(volunteer)
if not mine or mine.claim ~= claim then return refuse(CLAIM_UNKNOWN) end
if mine.state == 'h' or mine.state == 'o' then return { 11, sequence, mine.place } end
if mine.state ~= 'w' or need.dispatch ~= 'approval' then return refuse(NOT_APPLIED) end
if not need.open or now >= need.starts then return refuse(NEED_CLOSED) end
if is_full(need) then return refuse(NEED_FULL) end
local refusal = fit(need, volunteer)
if refusal ~= 0 then return refuse(refusal) end
if not give('choose', need, volunteer, mine) then return { EPOCH_OVER } end
redis.call('ZREM', LINE, volunteer)
return done(need.offer > 0 and 2 or 1, mine.place)
