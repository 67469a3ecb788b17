--[[
  A need as decisions read it: counts that change as fields of their own, all else packed in the order of need-config.ts.
  @return the need, or nil if this pool does not know it
]]
local function load_need()
  local v = redis.call('HMGET', NEED, 'state', 'places', 'held', 'top', 'phase', 'wave', 'config')
  if not v[1] then return nil end
  local c = cmsgpack.unpack(v[7])
  return {
    open = v[1] == 'open', places = tonumber(v[2]), held = tonumber(v[3]), top = tonumber(v[4]),
    phase = v[5], wave = tonumber(v[6]),
    dispatch = c[1], opens = c[2], closes = c[3], starts = c[4], ends = c[5], release = c[6],
    born = c[7], adult = c[8], night = c[9] == 1, last_day = c[10],
    skills = c[11], preferred = c[12], trainings = c[13], groups = c[14], hometowns = c[15], dialects = c[16],
    line = c[17] == 1, risk = c[18] == 1, rest = c[19], offer = c[20],
    groups_at = c[21], everyone_at = c[22], draw_at = c[23], week_start = c[24], week_end = c[25],
    x = c[26], y = c[27], series = c[28], series_limit = c[29], from = c[30], till = c[31],
  }
end

-- An alert takes everyone who answers it.
local function is_full(need)
  return need.dispatch ~= 'alert' and need.held >= need.places
end

-- The next place to give: the lowest that was given back, else a new one. Read before the log is written.
local function next_place(need)
  return tonumber(redis.call('ZRANGE', FREED, 0, 0)[1]) or need.top + 1
end

-- Takes the place that next_place has named.
local function take_place(need, place)
  need.held = need.held + 1
  if place > need.top then
    need.top = place
    redis.call('HMSET', NEED, 'held', need.held, 'top', place)
  else
    redis.call('ZREM', FREED, place)
    redis.call('HSET', NEED, 'held', need.held)
  end
end

local function free_place(need, place)
  need.held = need.held - 1
  redis.call('ZADD', FREED, place, place)
  redis.call('HSET', NEED, 'held', need.held)
end
