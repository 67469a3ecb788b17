--[[
  A need as decisions read it: one HMGET.
  @return the need, or nil if this pool does not know it
]]
local NEED_FIELDS = { 'state', 'places', 'held', 'top', 'opens', 'closes', 'starts', 'ends', 'release', 'born',
  'skills', 'groups', 'line' }

local function load_need(key)
  local v = redis.call('HMGET', key, unpack(NEED_FIELDS))
  if not v[1] then return nil end
  return {
    open = v[1] == 'open', places = tonumber(v[2]), held = tonumber(v[3]), top = tonumber(v[4]),
    opens = tonumber(v[5]), closes = tonumber(v[6]), starts = tonumber(v[7]), ends = tonumber(v[8]),
    release = tonumber(v[9]), born = tonumber(v[10]), skills = v[11], groups = v[12], line = v[13] == '1',
  }
end
