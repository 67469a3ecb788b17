--[[
  The waiting list, and what happens when a place is free: it goes to the first in line who still fits, friends together or
  not at all. Who is passed is named in the log with the reason.
  A score is (9 - priority) * 2^42 + number: priority first, then time. 9 is for those who were drawn.
]]
local LOOK_AT_MOST, GIVE_AT_MOST = 100, 50
local BAND = 4398046511104
local PARTY_TOO_LARGE = -29

local function rank(priority, number)
  return (9 - priority) * BAND + number
end

-- How many stand in line, friends as one. A need that keeps no line and draws no lots has nobody in it.
local function count_waiting(need)
  return (need.line or need.phase ~= '') and redis.call('ZCARD', LINE) or 0
end

local function hold(need, claimant, r, place)
  r.state, r.place, r.till, r.source, r.from, r.party = 'h', place, 0, '', '', ''
  save_record(claimant, r)
  if not takes_time(claimant, need) then return end
  enter_calendar(claimant, need)
  if need.series ~= '' then count_in_series(need.series, claimant, 1) end
end

local function let_go(need, claimant, r)
  end_record(claimant, r)
  if not takes_time(claimant, need) then return end
  leave_calendar(claimant)
  if need.series ~= '' then count_in_series(need.series, claimant, -1) end
end

-- Gives the next place to somebody in line: at once, or as an offer where the need asks for an answer.
local function give(operation, need, claimant, r, passed)
  local place = next_place(need)
  local entry = { need = need_id, volunteer = claimant, claim = r.claim, number = place,
    passed = passed and #passed > 0 and passed or nil }
  if need.offer > 0 then
    entry.source, entry.till = 'line', math.min(now + need.offer, need.starts)
    if not log(operation, 'offered', entry) then return false end
    r.state, r.place, r.till, r.source, r.party = 'o', place, entry.till, 'line', ''
    save_record(claimant, r)
  else
    if not log(operation, 'promoted', entry) then return false end
    hold(need, claimant, r, place)
  end
  take_place(need, place)
  return true
end

-- Whether the line moves by itself.
local function line_moves(need)
  return need.open and need.dispatch ~= 'approval' and need.dispatch ~= 'alert' and need.phase ~= 'gathering'
    and now < need.starts
end

--[[
  Moves the line while places are free: at most fifty places a time, and a hundred candidates or as many as are asked for.
  @return the claimants passed by nobody: for the caller to log; nil if the epoch is over
  @return whether places are left, and somebody in line whom it did not get to: they come before any newcomer
]]
local function fill(operation, need, look_at_most)
  local passed = {}
  if not line_moves(need) or need.held >= need.places then return passed, false end
  local given, stayed = 0, 0
  for _, first in ipairs(redis.call('ZRANGE', LINE, 0, (look_at_most or LOOK_AT_MOST) - 1)) do
    local free = need.places - need.held
    if free <= 0 or given >= GIVE_AT_MOST then break end
    local record = load_record(first)
    local party = party_of(record, first)
    local refusal = #party > free and PARTY_TOO_LARGE or 0
    for i = 1, #party do
      if refusal == 0 then refusal = fit(need, party[i]) end
    end
    if refusal == 0 then
      for i = 1, #party do
        if not give(operation, need, party[i], load_record(party[i]), passed) then return nil end
        passed = {}
      end
      redis.call('ZREM', LINE, first)
      given = given + #party
    else
      stayed = stayed + 1
      passed[#passed + 1] = { claim = record.claim, volunteer = first, refusal = refusal }
    end
  end
  return passed, need.held < need.places and count_waiting(need) > stayed
end

-- Ends the waiting of a claimant, and of the friends who came along.
local function leave_line(operation, claimant, r, reason)
  local party = party_of(r, claimant)
  for i = 1, #party do
    local member = party[i] == claimant and r or load_record(party[i])
    local why = party[i] == claimant and reason or 'party-broken'
    local entry = { need = need_id, volunteer = party[i], claim = member.claim, number = 0, reason = why }
    if not log(operation, 'left', entry) then return false end
    end_record(party[i], member)
  end
  redis.call('ZREM', LINE, party[1])
  return true
end

-- Moves the line after a place has become free, and puts on record why those stand who still stand.
local function fill_and_tell(operation, need)
  local passed = fill(operation, need)
  if passed and #passed > 0 and need.held < need.places then log(operation, 'passed', { need = need_id, passed = passed }) end
  return passed
end
