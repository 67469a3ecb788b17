--[[
  Claim for a group of friends, for siblings, or for an organisation's team: all get a place or none does. Common KEYS and ARGV 1 to 6:
  include/decision.lua.

  ARGV  7 kind: party (friends: each must be fit; may wait in line together) or team (seats, whose people are named later)
        8 risk accepted (1 or 0)   9 what the places are of (need, class)   10 and on: claimant, claim id, key for each, at most ten friends or fifty seats
  Out   { outcome, sequence, first place or position, who was refused (from 1) }: 1 all hold, 2 all wait, 11 and 12
        for a key that one of them has used before; a refusal names the first claimant it is about, and so does a repetition
]]
--@decision
local NEED_CLOSED, NOT_OPEN_YET, NEED_FULL, ALREADY_IN, CLAIMED_TOO_OFTEN = -20, -21, -22, -23, -24
local NOT_TOGETHER = -26
local MOST_EARLIER = 8
local is_team, risk_accepted, of = ARGV[7] == 'team', ARGV[8] == '1', ARGV[9]
local members = {}
for i = 10, #ARGV, 3 do
  members[#members + 1] = { claimant = ARGV[i], claim = ARGV[i + 1], key = ARGV[i + 2], before = load_record(ARGV[i]) }
end

-- A key is used once by each: where one of them has used it, with whomever, what was told then is told again.
for i, member in ipairs(members) do
  local told = member.before and answer_for(member.before, member.key)
  if told then return { told[1] == 'h' and 11 or 12, told[3], told[2], i } end
end
local need = load_need()
if not need or need.of ~= of then return refuse(NEED_UNKNOWN) end
if not need.open or now >= need.closes then return refuse(NEED_CLOSED) end
if now < need.opens then return refuse(NOT_OPEN_YET) end
if need.dispatch == 'approval' or need.dispatch == 'draw' or need.dispatch == 'alert' then return refuse(NOT_TOGETHER) end
for i, member in ipairs(members) do
  local refusal = 0
  if member.before and member.before.state ~= 'e' then refusal = ALREADY_IN
  elseif member.before and count_earlier(member.before) >= MOST_EARLIER then refusal = CLAIMED_TOO_OFTEN
  elseif not is_team then
    if not member.before then has_no_entry(member.claimant) end
    local v
    refusal, v = may_claim(need, member.claimant, risk_accepted)
    member.prefers = refusal == 0 and prefers(need, v)
  elseif need.dispatch == 'waves' and wave_of(need) < 3 then refusal = WAVE
  elseif need.risk and not risk_accepted then refusal = RISK end
  if refusal ~= 0 then return { refusal, sequence, 0, i } end
end

local waiting = count_waiting(need)
local passed, overlooked
if waiting > 0 and not is_full(need) then
  passed, overlooked = fill('together', need)
  if not passed then return { EPOCH_OVER } end
  waiting = count_waiting(need)
end
local fits = not overlooked and need.held + #members <= need.places
if not fits and (is_team or not need.line or #members > need.places) then
  return done(NEED_FULL, 0, 1)
end

local names = {}
for i, member in ipairs(members) do names[i] = member.claimant end
local party = table.concat(names, '\28')
local position, score
if not fits then
  local priority = 1
  for _, member in ipairs(members) do
    if not member.prefers then priority = 0 end
  end
  score = rank(priority, sequence + 1)
  position = priority > 0 and redis.call('ZCOUNT', LINE, '-inf', score) + 1 or waiting + 1
end
local told
for i, member in ipairs(members) do
  local entry = { need = need_id, volunteer = member.claimant, claim = member.claim, key = member.key,
    risk = risk_accepted or nil, party = names, team = is_team or nil }
  if fits then
    local place = next_place(need)
    entry.number, entry.passed = place, i == 1 and passed and #passed > 0 and passed or nil
    if not log('together', 'held', entry) then return { EPOCH_OVER } end
    local record = new_record(member.before, member.claim, 'h', member.key, place, place)
    hold(need, member.claimant, record, place)
    take_place(need, place)
    told = told or place
  else
    entry.number, entry.told, entry.rank = position, 'w', score
    if not log('together', 'waiting', entry) then return { EPOCH_OVER } end
    local record = new_record(member.before, member.claim, 'w', member.key, position, 0)
    record.party = party
    save_record(member.claimant, record)
    if i == 1 then redis.call('ZADD', LINE, score, member.claimant) end
    told = position
  end
end
return done(fits and 1 or 2, told, 0)
