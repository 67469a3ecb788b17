--[[
  Ask a holder whether they stay with a need that was moved. Who is taken at the new time gives the place back. Common KEYS and
  ARGV 1 to 6: include/decision.lua.

  ARGV  7 claimant   8 claim id   9 until, ms; 0: nobody is asked, all give back
  Out   { outcome, sequence }: 1 asked, 2 given back, 3 holds no place
]]
--@decision
local claimant, claim, till = ARGV[7], ARGV[8], tonumber(ARGV[9])

local need = load_need()
if not need then return refuse(NEED_UNKNOWN) end
local mine = load_record(claimant)
if not mine or mine.claim ~= claim or (mine.state ~= 'h' and mine.source ~= 'moved') then return { 3, sequence } end
local place = mine.place
local entry = { need = need_id, volunteer = claimant, claim = claim, number = place }
if till == 0 or takes_time(claimant, need) and clashes(load_volunteer(claimant).calendar, need) then
  entry.reason = till == 0 and 'moved' or 'no-longer-fit'
  if not log('ask', 'released', entry) then return { EPOCH_OVER } end
  let_go(need, claimant, mine)
  free_place(need, place)
  fill_and_tell('ask', need)
  return done(2)
end
entry.till = math.min(till, need.starts)
if not log('ask', 'asked', entry) then return { EPOCH_OVER } end
if takes_time(claimant, need) then
  enter_calendar(claimant, need, last_place_at(load_volunteer(claimant).calendar))
end
mine.state, mine.till, mine.source = 'o', entry.till, 'moved'
save_record(claimant, mine)
return done(1)
