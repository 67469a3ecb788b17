--[[
  Offer a place to somebody, who accepts it or does not: staff offer a free one, a holder hands theirs over, a team names who
  comes. Nobody is assigned without consent; places of classes and appeals are never offered so. Common KEYS and ARGV 1 to 6: include/decision.lua.

  ARGV  7 volunteer id   8 claim id to use   9 idempotency key   10 source (staff, hand-over, team)
        11 holder (hand-over, team; else empty)   12 until, ms
  Out   { outcome, sequence, place (0: the holder still has it), claim id }: 1 offered, 11 for a repeated key
]]
--@decision
local NEED_CLOSED, NEED_FULL, ALREADY_IN, CLAIMED_TOO_OFTEN, NOT_HELD = -20, -22, -23, -24, -41
local MOST_EARLIER = 8
local volunteer, claim, key, source, from = ARGV[7], ARGV[8], ARGV[9], ARGV[10], ARGV[11]

local before = load_record(volunteer)
if before then
  local told = answer_for(before, key)
  if told then return { 11, told[3], told[2], told[4] } end
end
local need = load_need()
if not need or need.of ~= 'need' then return refuse(NEED_UNKNOWN) end
if not need.open or now >= need.starts then return refuse(NEED_CLOSED) end
if before and before.state ~= 'e' then return refuse(ALREADY_IN) end
if before and count_earlier(before) >= MOST_EARLIER then return refuse(CLAIMED_TOO_OFTEN) end
local holder
if from ~= '' then
  holder = load_record(from)
  if not holder or holder.state ~= 'h' then return refuse(NOT_HELD) end
elseif is_full(need) then
  return refuse(NEED_FULL)
end
local refusal = suits(need, load_volunteer(volunteer))
if refusal ~= 0 then return refuse(refusal) end

local place = holder and 0 or next_place(need)
local till = math.min(tonumber(ARGV[12]), need.starts)
local entry = { need = need_id, volunteer = volunteer, claim = claim, key = key, number = place, source = source,
  till = till, from = holder and from or nil, fromClaim = holder and holder.claim or nil }
if not log('offer', 'offered', entry) then return { EPOCH_OVER } end
local record = new_record(before, claim, 'o', key, place, place)
record.till, record.source, record.from = till, source, holder and from .. '\28' .. holder.claim or ''
save_record(volunteer, record)
if not holder then take_place(need, place) end
return done(1, place, claim)
