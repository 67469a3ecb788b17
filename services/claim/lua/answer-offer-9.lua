--[[
  Accept an offered place, or stay with a need that was moved. Declining is release-place. Common KEYS and ARGV 1 to 6:
  include/decision.lua.

  ARGV  7 volunteer id   8 claim id   9 risk accepted (1 or 0)
  Out   { outcome, sequence, place }: 1 held, 2 handed over, 3 confirmed; 11 held before; < 0: a refusal, and the offer stands
]]
--@decision
local NEED_CLOSED, OFFER_EXPIRED, NOT_HELD, NOT_OFFERED = -20, -40, -41, -42
local volunteer, claim, risk_accepted = ARGV[7], ARGV[8], ARGV[9] == '1'

local need = load_need()
if not need then return refuse(NEED_UNKNOWN) end
local mine = load_record(volunteer)
if not mine or mine.claim ~= claim and not was_earlier(mine, claim) then return refuse(CLAIM_UNKNOWN) end
if mine.claim == claim and mine.state == 'h' then return { 11, sequence, mine.place } end
if mine.claim ~= claim or mine.state ~= 'o' then return refuse(NOT_OFFERED) end
if now > mine.till then return refuse(OFFER_EXPIRED) end
if not need.open then return refuse(NEED_CLOSED) end
local entry = { need = need_id, volunteer = volunteer, claim = claim, number = mine.place }
if mine.source == 'moved' then
  if not log('answer', 'confirmed', entry) then return { EPOCH_OVER } end
  mine.state, mine.till, mine.source = 'h', 0, ''
  save_record(volunteer, mine)
  return done(3, mine.place)
end
local holder, from, from_claim
if mine.from ~= '' then
  from, from_claim = string.match(mine.from, '^([^\28]*)\28(.*)$')
  holder = load_record(from)
  if not holder or holder.state ~= 'h' or holder.claim ~= from_claim then return refuse(NOT_HELD) end
end
if need.risk and not risk_accepted then return refuse(RISK) end
local refusal = fit(need, volunteer)
if refusal ~= 0 then return refuse(refusal) end
if not holder then
  if not log('answer', 'accepted', entry) then return { EPOCH_OVER } end
  hold(need, volunteer, mine, mine.place)
  return done(1, mine.place)
end
entry.number, entry.from, entry.fromClaim = holder.place, from, from_claim
if not log('answer', 'handed', entry) then return { EPOCH_OVER } end
local place = holder.place
let_go(need, from, holder)
hold(need, volunteer, mine, place)
return done(2, entry.number)
