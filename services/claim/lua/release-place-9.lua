--[[
  End a claim: give a place back, leave the line, decline an offer. A free place goes on in this same script. Common KEYS and
  ARGV 1 to 6: include/decision.lua.

  ARGV  7 claimant   8 claim id   9 reason (see claim.entity.ts)   10 may be late (1 for staff and for the platform)
  Out   { outcome, sequence }: 1 given back, 2 left the line, 3 had ended before or is no longer an offer that is over,
        4 an offer ended
]]
--@decision
local RELEASE_CLOSED, NOT_OFFERED, NOT_APPLIED = -30, -42, -44
local claimant, claim, reason, late = ARGV[7], ARGV[8], ARGV[9], ARGV[10] == '1'

local need = load_need()
if not need then return refuse(NEED_UNKNOWN) end
local mine = load_record(claimant)
if not mine then return refuse(CLAIM_UNKNOWN) end
if mine.claim ~= claim then return was_earlier(mine, claim) and { 3, sequence } or refuse(CLAIM_UNKNOWN) end
if mine.state == 'e' then return { 3, sequence } end
-- What a deadline or an answer ends may have been accepted, or chosen, since whoever says so looked: then it stands.
if reason == 'offer-expired' and (mine.state ~= 'o' or now <= mine.till) then return { 3, sequence } end
if reason == 'declined' and mine.state ~= 'o' then return refuse(NOT_OFFERED) end
if reason == 'rejected' and mine.state ~= 'w' then return refuse(NOT_APPLIED) end
local asked = mine.state == 'o' and mine.source == 'moved'
if (mine.state == 'h') and not late and now > need.release and need.dispatch ~= 'alert' then
  return refuse(RELEASE_CLOSED)
end

if mine.state == 'w' then
  if not leave_line('release', claimant, mine, reason) then return { EPOCH_OVER } end
  return done(2)
end
local place = mine.place
local entry = { need = need_id, volunteer = claimant, claim = claim, number = place, reason = reason }
if mine.state == 'h' or asked then
  if not log('release', 'released', entry) then return { EPOCH_OVER } end
  let_go(need, claimant, mine)
  free_place(need, place)
  fill_and_tell('release', need)
  return done(1)
end
-- Whoever gives back what they were only offered declines it.
if reason == 'volunteer' then entry.reason = 'declined' end
if not log('release', 'declined', entry) then return { EPOCH_OVER } end
end_record(claimant, mine)
if place > 0 then
  free_place(need, place)
  fill_and_tell('release', need)
end
return done(4)
