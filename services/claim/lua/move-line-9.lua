--[[
  Move the waiting list of a need: after a draw, as often as there is more to move than one script moves, and every few
  seconds while a place is free. Looks at more of the line than other scripts: nobody waits behind it for an answer. Common
  KEYS and ARGV 1 to 6: include/decision.lua.

  Out   { outcome, sequence }: 1 moved, perhaps with more to move; 2 there is nothing to move
]]
--@decision
local MOVE_LOOKS_AT_MOST = 1000
local need = load_need()
if not need then return refuse(NEED_UNKNOWN) end
local before = sequence
if not fill('move', need, MOVE_LOOKS_AT_MOST) then return { EPOCH_OVER } end
if sequence == before then return { 2, sequence } end
return done(1)
