--[[
  Decide one claim, and log the outcome. Common KEYS and ARGV 1 to 6: include/decision.lua.

  ARGV  7 volunteer id   8 claim id to use   9 idempotency key   10 risk accepted (1 or 0)
        11 what the place is of (need, class, appeal): what is something else is not found
  Out   { outcome, sequence, place or position, claim id }
        1 held, 2 waiting, 3 applied (to be drawn or chosen); the same for a repeated key, plus 10
]]
--@decision
local NEED_CLOSED, NOT_OPEN_YET, NEED_FULL, ALREADY_IN, CLAIMED_TOO_OFTEN = -20, -21, -22, -23, -24
local DRAWING, LINE_FULL = -25, -39
local MOST_EARLIER, MOST_APPLICANTS = 8, 10000
local volunteer, claim, key, risk_accepted = ARGV[7], ARGV[8], ARGV[9], ARGV[10] == '1'
local of = ARGV[11]

local mine = load_record(volunteer)
if mine then
  local told = answer_for(mine, key)
  if told then return { told[1] == 'h' and 11 or told[1] == 'w' and 12 or 13, told[3], told[2], told[4] } end
end
local need = load_need()
if not need or need.of ~= of then return refuse(NEED_UNKNOWN) end
if not need.open or now >= need.closes then return refuse(NEED_CLOSED) end
if now < need.opens then return refuse(NOT_OPEN_YET) end
if mine and mine.state ~= 'e' then return refuse(ALREADY_IN) end
local gathering = need.phase == 'gathering'
if not gathering and is_full(need) and not need.line then return refuse(NEED_FULL) end
if gathering and need.dispatch == 'draw' and now >= need.draw_at then return refuse(DRAWING) end
if mine and count_earlier(mine) >= MOST_EARLIER then return refuse(CLAIMED_TOO_OFTEN) end
if not mine then has_no_entry(volunteer) end
local refusal, v = may_claim(need, volunteer, risk_accepted)
if refusal ~= 0 then return refuse(refusal) end

local entry = { need = need_id, volunteer = volunteer, claim = claim, key = key, risk = risk_accepted or nil }
if gathering then
  local count = count_waiting(need)
  if count >= MOST_APPLICANTS then return refuse(LINE_FULL) end
  entry.number, entry.told, entry.rank = count + 1, 'a', rank(0, sequence + 1)
  if not log('claim', 'waiting', entry) then return { EPOCH_OVER } end
  save_record(volunteer, new_record(mine, claim, 'w', key, count + 1, 0, 'a'))
  redis.call('ZADD', LINE, entry.rank, volunteer)
  return done(3, count + 1, claim)
end

-- A free place goes to the line before it goes to a newcomer.
local waiting, overlooked = count_waiting(need), false
if waiting > 0 and not is_full(need) then
  local passed
  passed, overlooked = fill('claim', need)
  if not passed then return { EPOCH_OVER } end
  entry.passed = #passed > 0 and passed or nil
  waiting = count_waiting(need)
end
if is_full(need) or overlooked then
  if not need.line then return done(NEED_FULL) end
  entry.passed = nil
  local priority = prefers(need, v) and 1 or 0
  entry.number, entry.told, entry.rank = waiting + 1, 'w', rank(priority, sequence + 1)
  if priority > 0 then entry.number = redis.call('ZCOUNT', LINE, '-inf', entry.rank) + 1 end
  if not log('claim', 'waiting', entry) then return { EPOCH_OVER } end
  save_record(volunteer, new_record(mine, claim, 'w', key, entry.number, 0))
  redis.call('ZADD', LINE, entry.rank, volunteer)
  return done(2, entry.number, claim)
end
local place = next_place(need)
entry.number = place
if not log('claim', 'held', entry) then return { EPOCH_OVER } end
hold(need, volunteer, new_record(mine, claim, 'h', key, place, place), place)
take_place(need, place)
return done(1, place, claim)
