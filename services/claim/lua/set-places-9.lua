--[[
  Change how many places a need has. More: the line moves. Fewer than are held: only with the claims named that give way,
  and then their places are gone, not passed on. Common KEYS and ARGV 1 to 6: include/decision.lua.

  ARGV  7 places   8 and on: claimant and claim id of each that gives way, at most a hundred
  Out   { outcome, sequence, places held }: 1 changed, 2 were as many
]]
--@decision
local BELOW_HELD, NOT_HELD = -31, -41
local places = tonumber(ARGV[7])

local need = load_need()
if not need then return refuse(NEED_UNKNOWN) end
local leaving = {}
for i = 8, #ARGV, 2 do
  local record = load_record(ARGV[i])
  if not record or record.claim ~= ARGV[i + 1] or record.place == 0 then return refuse(NOT_HELD) end
  leaving[#leaving + 1] = { claimant = ARGV[i], record = record }
end
if need.held - #leaving > places then return refuse(BELOW_HELD) end
if #leaving == 0 and places == need.places then return { 2, sequence, need.held } end

for _, one in ipairs(leaving) do
  local record, place = one.record, one.record.place
  local held = record.state == 'h' or record.source == 'moved'
  local entry = { need = need_id, volunteer = one.claimant, claim = record.claim, number = place, reason = 'places-lowered' }
  if not log('places', held and 'released' or 'declined', entry) then return { EPOCH_OVER } end
  if held then let_go(need, one.claimant, record) else end_record(one.claimant, record) end
  free_place(need, place)
end
if not log('places', 'places', { need = need_id, places = places }) then return { EPOCH_OVER } end
need.places = places
redis.call('HSET', NEED, 'places', places)
fill_and_tell('places', need)
return done(1, need.held)
